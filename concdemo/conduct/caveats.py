"""Named reasons for doubt that any experiment can meet.  Pure.

A claim's rule lists the codes that keep it from a verdict; what only one experiment can
doubt is in that experiment.
"""

from collections.abc import Sequence

from concdemo import stats
from concdemo.model import ArmReport, Caveat, Host
from concdemo.text import Text

ONE_CORE = Text(
    "This machine lets us use one core only, so nothing can run side by side here.",
    "이 컴퓨터에서는 코어를 하나만 쓸 수 있어, 어떤 방식도 동시에 실행되지 못합니다.",
)
BUSY = Text(
    "Other programs were using the processor: as many as {dirty} of {all} {all:round|rounds} "
    "{dirty:was|were} left out. Close what you can and run it again.",
    "다른 프로그램이 CPU를 쓰고 있어 많게는 {all}라운드 가운데 {dirty}라운드를 뺐습니다. "
    "다른 프로그램을 닫고 다시 재 보세요.",
)
TOO_FEW = Text(
    "only {clean} clean {clean:round|rounds}; an interval needs {fewest}.",
    "깨끗한 라운드가 {clean}개뿐입니다. 구간을 구하려면 {fewest}개가 필요합니다.",
)
NOT_ONE = Text(
    "not a single clean round; an interval needs {fewest}.",
    "깨끗한 라운드가 하나도 없습니다. 구간을 구하려면 {fewest}개가 필요합니다.",
)
ALL_TOO_FEW = Text(
    "No arm has more than {clean} clean {clean:round|rounds}; an interval needs {fewest}.",
    "깨끗한 라운드가 {clean}개보다 많은 방식이 없습니다. 구간을 구하려면 {fewest}개가 필요합니다.",
)
NONE_CLEAN = Text(
    "No arm has a single clean round; an interval needs {fewest}.",
    "깨끗한 라운드가 하나도 없습니다. 구간을 구하려면 {fewest}개가 필요합니다.",
)
BLIND = Text(
    "This system doesn't say how busy others are, so harm done by them can't be seen.",
    "이 시스템은 다른 프로그램이 얼마나 바쁜지 알려 주지 않아, 방해를 받았는지 알 수 없습니다.",
)
TASKS_FAILED = Text(
    "{failed} {failed:task|tasks} failed ({kinds}); samples with failures are left out.",
    "작업 {failed}개가 실패했습니다({kinds}). 실패가 든 표본은 뺐습니다.",
)
PARTIAL = Text(
    "Interrupted: {rounds:this is|these are} the {rounds} {rounds:round|rounds} measured until "
    "then.",
    "도중에 멈췄습니다. 그때까지 잰 {rounds}라운드의 결과입니다.",
)
SERVICE_DIED = Text(
    "The {service} process ended during the run, so measuring stopped there.",
    "재는 도중에 {service} 프로세스가 끝나서, 거기서 측정을 멈췄습니다.",
)
NO_PORTRAIT = Text("its picture could not be recorded: {why}", "그림을 기록하지 못했습니다: {why}")
GIL_CHANGED = Text(
    "the imports of this arm turned the GIL back on.",
    "이 방식이 불러온 모듈 때문에 GIL이 다시 켜졌습니다.",
)

BUSY_SHARE = 0.5
"""Share of the rounds that some arms compared with each other have lost, from which the
machine counts as busy.

A round is lost to all of them if one of them was harmed in it.  Arms that are compared with
others lose nothing by it: among thirty, one that was held up for a moment can be found in
most rounds of an idle machine.
"""


def find(arms: Sequence[ArmReport], baseline: str, host: Host, rounds: int) -> list[Caveat]:
    """All doubts that the rows themselves raise."""
    found = []
    if host.cores < 2:
        found.append(Caveat("one-core", None, ONE_CORE))
    # Of a round that was cut short nothing is known, and nothing follows from that.
    whole = [sample for arm in arms for sample in arm.samples if sample.round <= rounds]
    if whole and all(sample.foreign_ns < 0 for sample in whole):
        found.append(Caveat("load-unknown", None, BLIND))
    dirty: dict[str, set[int]] = {}  # by the arm that a group is compared with
    for arm in arms:
        dirty.setdefault(arm.against or baseline, set()).update(_dirty(arm, rounds))
    lost = max(map(len, dirty.values()))
    if lost > BUSY_SHARE * rounds:
        found.append(Caveat("busy-machine", None, BUSY.fill(dirty=lost, all=rounds)))
    found.extend(_of_arms(arms, baseline))
    return found


def _dirty(arm: ArmReport, rounds: int) -> set[int]:
    """The whole rounds in which others harmed the arm, failures of its own aside."""
    return {s.round for s in arm.samples if not s.clean and s.failed == 0 and s.round <= rounds}


def _of_arms(arms: Sequence[ArmReport], baseline: str) -> list[Caveat]:
    found = []
    for arm in arms:
        failed = sum(sample.failed for sample in arm.samples)
        if failed:
            kinds = ", ".join(f"{kind} × {count}" for kind, count in sorted(arm.failures.items()))
            words = TASKS_FAILED.fill(failed=failed, kinds=kinds)
            found.append(Caveat("tasks-failed", arm.name, words))
    return [*found, *_too_few(arms, baseline)]


def _too_few(arms: Sequence[ArmReport], baseline: str) -> list[Caveat]:
    """The arms that have too few clean rounds, in one sentence where it is all of several.

    An arm whose other can't run here shares no rounds with it: that one's row says why.
    """
    rounds = {arm.name: {s.round for s in arm.samples if s.clean} for arm in arms}
    absent = {arm.name for arm in arms if arm.status == "unavailable"}
    clean = {
        arm.name: len(rounds.get(arm.against or baseline, set()) & rounds[arm.name])
        for arm in arms
        if arm.status == "ok" and (arm.against or baseline) not in absent
    }
    fewest = stats.FEWEST_FOR_INTERVAL
    lacking = {name: count for name, count in clean.items() if count < fewest}
    if len(lacking) == len(clean) > 1:
        most = max(lacking.values())
        words = (ALL_TOO_FEW if most else NONE_CLEAN).fill(clean=most, fewest=fewest)
        return [Caveat("too-few-rounds", None, words)]
    return [
        Caveat(
            "too-few-rounds", name, (TOO_FEW if count else NOT_ONE).fill(clean=count, fewest=fewest)
        )
        for name, count in lacking.items()
    ]
