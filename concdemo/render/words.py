"""The catalogue: every word of tables, verdicts and the doctor, in both languages.

Sentences that belong to one experiment, one claim or one fault are with those.
"""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.model import Judgement
from concdemo.text import Language, Text

WORKERS = Text("workers", "작업자")
MEDIAN = Text("median", "중앙값")
SPEEDUP = Text("speed-up\n(95 %)", "속도 배율\n(95 %)")
TIMES = Text("× baseline\n(95 %)", "기준의 몇 배\n(95 %)")
CORES_BUSY = Text("cores\nbusy", "사용\n코어")
STARTUP = Text("start-\nup", "준비\n시간")
FAILED = Text("failed", "실패")
BASELINE = Text("baseline", "기준")

UNAVAILABLE = Text("not available: {why}", "쓸 수 없음: {why}")
BROKEN = Text("failed: {why}", "실패: {why}")

HOST = Text(
    "{implementation} {python} (GIL {gil}), {cores} usable {cores:core|cores}, {os} {machine}",
    "{implementation} {python} (GIL {gil}), 쓸 수 있는 코어 {cores}개, {os} {machine}",
)
GIL: Mapping[str, Text] = MappingProxyType({"on": Text("on", "켜짐"), "off": Text("off", "꺼짐")})
ROUNDS = Text(
    "{rounds} interleaved {rounds:round|rounds}, {clean} without disturbance; "
    "all arms gave the same answers.",
    "번갈아 {rounds}라운드를 쟀고, 그중 {clean}라운드는 방해가 없었습니다. "
    "모든 방식의 결과가 같았습니다.",
)
ROUNDS_UNEQUAL = Text(
    "{rounds} interleaved {rounds:round|rounds}, {clean} without disturbance.",
    "번갈아 {rounds}라운드를 쟀고, 그중 {clean}라운드는 방해가 없었습니다.",
)
START_METHOD = Text(
    "Processes are started by {method}.", "프로세스는 {method} 방식으로 띄웠습니다."
)

DOUBTS = Text("Doubts", "의심할 점")
VERDICTS = Text("Verdicts", "판정")

JUDGEMENTS: Mapping[Judgement, Text] = MappingProxyType(
    {
        "supported": Text("supported", "맞음"),
        "refuted": Text("refuted", "틀림"),
        "depends": Text("depends", "조건에 따라 다름"),
        "inconclusive": Text("inconclusive", "판정 보류"),
        "untested": Text("untested", "시험 안 함"),
        "untestable": Text("untestable", "시험할 수 없음"),
    }
)
SIGNS: Mapping[Judgement, str] = MappingProxyType(
    {
        "supported": "✔",
        "refuted": "✘",
        "depends": "◐",
        "inconclusive": "?",
        "untested": "·",
        "untestable": "·",
    }
)
STYLES: Mapping[Judgement, str] = MappingProxyType(
    {
        "supported": "bold green",
        "refuted": "bold red",
        "depends": "bold yellow",
        "inconclusive": "bold magenta",
        "untested": "dim",
        "untestable": "dim",
    }
)


def judged(judgement: Judgement, language: Language) -> str:
    """A verdict's sign and word."""
    return f"{SIGNS[judgement]} {JUDGEMENTS[judgement].into(language)}"


DOCTOR = Text("What this machine can show", "이 컴퓨터로 볼 수 있는 것")
DOCTOR_ROWS: Mapping[str, Text] = MappingProxyType(
    {
        "interpreter": Text("interpreter", "인터프리터"),
        "gil": Text("GIL", "GIL"),
        "cores": Text("usable cores", "쓸 수 있는 코어"),
        "loops": Text("event loops", "이벤트 루프"),
        "libraries": Text("libraries", "라이브러리"),
        "start-methods": Text("start methods", "프로세스 시작 방식"),
        "descriptors": Text("open files allowed", "열 수 있는 파일 수"),
        "noise": Text("noise right now", "지금의 잡음"),
    }
)
CORES_OF = Text(
    "{usable} of {built_in} (affinity: {affinity}, quota: {quota})",
    "{built_in}개 가운데 {usable}개 (어피니티: {affinity}, 할당량: {quota})",
)
NO_QUOTA = Text("none", "없음")
NOT_INSTALLED = Text("not installed", "설치 안 됨")
NO_LIMIT = Text("no limit", "제한 없음")
NOISE = Text(
    "others keep {foreign:.2f} cores busy, equal work varies by {spread:.1f} % between quartiles",
    "다른 프로그램이 코어 {foreign:.2f}개를 쓰는 중, 같은 일도 사분위 사이에서 {spread:.1f} % 차이",
)
NOISE_UNKNOWN = Text(
    "this system doesn't tell of others; equal work varies by {spread:.1f} % between quartiles",
    "다른 프로그램의 사용량은 알 수 없음, 같은 일도 사분위 사이에서 {spread:.1f} % 차이",
)
QUIET = Text("quiet enough to measure", "재기에 충분히 조용합니다")
NOISY = Text(
    "too busy: verdicts will be inconclusive until it calms down",
    "너무 바쁩니다. 조용해질 때까지는 판정이 보류됩니다",
)
EXPERIMENT = Text("experiment", "실험")
CAN_RUN = Text("can it run?", "할 수 있나?")
YES = Text("yes", "예")
WITHOUT = Text("yes, but not {arm}: {why}", "예, 다만 {arm} 제외: {why}")

OPENING = Text("starting {arm}", "{arm} 준비 중")
SIZING = Text("finding a fair size with {arm}", "{arm}(으)로 알맞은 작업 크기를 찾는 중")
WARMING_UP = Text("warming up {arm}", "{arm} 몸풀기")
MEASURING = Text("round {round}: {arm}", "{round}라운드: {arm}")
PAINTING = Text("recording a picture of {arm}", "{arm}의 모습을 기록하는 중")
STAGES: Mapping[str, Text] = MappingProxyType(
    {
        "opening": OPENING,
        "sizing": SIZING,
        "warming-up": WARMING_UP,
        "measuring": MEASURING,
        "painting": PAINTING,
    }
)
LISTENING = Text("listening to the machine for two seconds", "2초 동안 컴퓨터의 상태를 재는 중")
