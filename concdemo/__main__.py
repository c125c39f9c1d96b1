"""``python -m concdemo``: the same program as the console script."""

import sys

from concdemo.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
