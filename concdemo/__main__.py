"""``python -m concdemo``: the same program as the console script."""

import sys

if sys.version_info < (3, 11):  # before any import that an older Python can't read
    sys.exit(
        "concdemo: needs Python 3.11 or newer, not %d.%d. "
        "파이썬 3.11 이상이 필요합니다." % sys.version_info[:2]
    )

from concdemo.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
