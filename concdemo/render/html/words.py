"""Every word that the HTML page adds to what reports and the terminal's catalogue say.

``FOR_SCRIPT`` is what the page's script needs; its places in braces are filled there.
"""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.model import LaneKind
from concdemo.text import Text

SKIP = Text("Skip to the results", "결과로 건너뛰기")
LANGUAGE = Text("Language", "언어")
SIDE_BY_SIDE = Text("{count} reports side by side", "보고서 {count}개를 나란히 놓고 봅니다")
WITHIN_ONE = Text(
    "Speed-ups are taken inside one report and then set side by side. "
    "Times of different machines or Python versions are not compared.",
    "속도 배율은 보고서 하나 안에서 구해 나란히 놓았습니다. "
    "다른 컴퓨터나 다른 파이썬 버전의 시간을 서로 견주지는 않습니다.",
)
REPORT = Text("Report {letter}", "보고서 {letter}")
RUNTIME = Text(
    "{implementation} {python}, GIL {gil}, {cores} usable {cores:core|cores}, {os} {machine}",
    "{implementation} {python}, GIL {gil}, 쓸 수 있는 코어 {cores}개, {os} {machine}",
)
CALIBRATED = Text(
    "Each machine had its tasks sized to run for about the same time: {sizes}.",
    "컴퓨터마다 비슷한 시간이 걸리도록 작업 크기를 맞추었습니다: {sizes}.",
)

ANSWER = Text("The answer", "답")
NO_VERDICTS = Text(
    "This run tested no claim; its figures are below.",
    "이번 실행에서는 시험한 주장이 없습니다. 잰 값은 아래에 있습니다.",
)
SEE_DOUBTS = Text("Reasons for doubt: {count}", "의심할 점: {count}가지")

TABLE = Text("How fast, and how many cores", "얼마나 빨랐고 코어를 몇 개 썼나")
FIGURES = Text("What was measured", "잰 값")
TABLE_NOTE = Text(
    "A dot is the speed-up over {baseline}, its bar the 95 % interval. Right of 1 × is faster, "
    "left is slower; every step of the axis multiplies.",
    "점은 {baseline}에 견준 속도 배율이고, 막대는 95 % 구간입니다. 1 ×의 오른쪽은 빠른 쪽, "
    "왼쪽은 느린 쪽입니다. 축은 한 칸마다 곱해집니다(로그 축).",
)
TIMES_NOTE = Text(
    "A dot is how many times the value of {baseline} it is, its bar the 95 % interval; "
    "every step of the axis multiplies.",
    "점은 {baseline}의 몇 배인지를, 막대는 95 % 구간을 나타냅니다. "
    "축은 한 칸마다 곱해집니다(로그 축).",
)
ITS_BASELINE = Text("its baseline", "저마다의 기준")
RING = Text(
    "A ring is a speed-up without an interval: there were too few clean rounds for one.",
    "고리는 깨끗한 라운드가 모자라 구간을 구하지 못한 배율입니다.",
)
COMPARED_BY_LESS = Text(
    "Compared by: {metric}. Less is better; right of 1 × is more.",
    "견준 값: {metric}. 작을수록 좋습니다. 1 ×의 오른쪽은 더 큰 쪽입니다.",
)
COMPARED_BY_MORE = Text(
    "Compared by: {metric}. More is better; right of 1 × is more.",
    "견준 값: {metric}. 클수록 좋습니다. 1 ×의 오른쪽은 더 큰 쪽입니다.",
)
WHICH = Text("report", "보고서")
MEDIAN = Text("median time", "중앙값")
SPEEDUP = Text("speed-up\n(95 % interval)", "속도 배율\n(95 % 구간)")
CORES_BUSY = Text("cores busy", "사용 코어")
STARTUP = Text("start-up", "준비 시간")
TIMES = Text("× baseline\n(95 % interval)", "기준의 몇 배\n(95 % 구간)")
NOT_MEASURED = Text("not measured", "재지 않음")
SPEEDUP_SAID = Text("speed-up {ratio}", "속도 배율 {ratio}")
TIMES_SAID = Text("{ratio} the baseline", "기준의 {ratio}")
CORES_SAID = Text("{busy} of {cores} cores busy", "코어 {cores}개 중 {busy}개 사용")

RAILS = Text("Who ran when", "누가 언제 실행되었나")
RAILS_NOTE = Text(
    "Time runs to the right, and all arms share one time axis, so that lengths compare. "
    "The picture comes from one extra run of each arm; no figure above is taken from it.",
    "시간은 오른쪽으로 흐르고, 모든 방식이 같은 시간 축을 쓰므로 길이를 견줄 수 있습니다. "
    "그림은 방식마다 한 번 더 실행해 기록한 것이고, 위의 값에는 들어가지 않습니다.",
)
RAILS_OWN_AXIS = Text(
    "Each report has a time axis of its own; lengths compare inside a report only.",
    "보고서마다 시간 축이 따로 있습니다. 길이는 한 보고서 안에서만 견줄 수 있습니다.",
)
NO_RAILS = Text(
    "This report holds no picture: nothing was recorded.",
    "이 보고서에는 기록된 그림이 없습니다.",
)
RUNNING = Text("running", "실행 중")
WAITING = Text("waiting", "기다리는 중")
IDLE = Text("idle", "쉼")
NUMBERS = Text("colours and numbers tell tasks apart", "색과 숫자는 작업을 구별합니다")
SLICED = Text(
    "{spans} spans are too many to draw one by one here. Each slice of time shows how much of it "
    "was spent running (solid, from below) and waiting (hatched, above).",
    "구간 {spans}개를 하나씩 그리기에는 너무 많습니다. 시간 조각마다 실행한 몫(아래, 꽉 찬 색)과 "
    "기다린 몫(위, 빗금)을 그렸습니다.",
)
ZOOM_FOR_SPANS = Text("Zoom in for single spans.", "확대하면 구간이 하나씩 보입니다.")
SHARED = Text(
    "{all} {things} share {lines} lines; a slice that is half full means half of those {things}.",
    "{things} {all}개를 {lines}줄로 묶었습니다. "
    "반만 찬 조각은 그 {things}의 반이 그랬다는 뜻입니다.",
)
SHARED_BY_TASKS = Text(
    "{all} {things} that ran one after another share {lines} lines.",
    "차례로 실행된 {things} {all}개를 {lines}줄로 묶었습니다.",
)
TASK = Text("task {task}", "작업 {task}")
EACH_LANE = Text("One line for each", "하나마다 한 줄씩 보기")
ZOOM_TO = Text("Zoom to this arm", "이 방식에 맞춰 확대")
PORTRAIT = Text("{duration} in all", "전체 {duration}")
ZOOM_IN = Text("Zoom in", "확대")
ZOOM_OUT = Text("Zoom out", "축소")
WHOLE = Text("Whole run", "전체 보기")
EARLIER = Text("Earlier", "앞으로")
LATER = Text("Later", "뒤로")
KEYS = Text(
    "Keys: + − 0 zoom, Shift with ← → moves; arrow keys go from span to span. "
    "Mouse: drag to move, Ctrl with the wheel to zoom.",
    "키: + − 0 확대·축소·전체, Shift와 ← → 이동, 화살표로 구간 사이를 오갑니다. "
    "마우스: 끌어서 이동, Ctrl과 휠로 확대합니다.",
)
TOOLBAR = Text("Zoom and move", "확대와 이동")
RAIL_SAID = Text("Lanes of {arm}", "{arm}의 레인")

LANES: Mapping[LaneKind, Text] = MappingProxyType(
    {
        "main": Text("main thread", "메인 스레드"),
        "thread": Text("thread {number}", "스레드 {number}"),
        "process": Text("process {number}", "프로세스 {number}"),
        "coroutine": Text("coroutine {number}", "코루틴 {number}"),
        "stage": Text("stage {number}", "{number}단계"),
    }
)
CHART_VALUES = Text("All values", "값 모두 보기")
DOUBTS = Text("Reasons for doubt", "의심할 점")
NO_DOUBTS = Text("None was found.", "발견되지 않았습니다.")
MACHINE = Text("Machine and Python", "컴퓨터와 파이썬")
FACTS: Mapping[str, Text] = MappingProxyType(
    {
        "python": Text("Python", "파이썬"),
        "build": Text("build", "빌드"),
        "gil": Text("GIL", "GIL"),
        "cores": Text("usable cores", "쓸 수 있는 코어"),
        "os": Text("system", "운영 체제"),
        "start": Text("default start method", "기본 프로세스 시작 방식"),
        "libraries": Text("libraries", "라이브러리"),
        "arms": Text("in the arms", "방식별로 쓰인 것"),
    }
)
MEASURED = Text("How it was measured", "어떻게 쟀나")
COMMAND = Text("command", "명령")
STARTED = Text("started", "시작")
ROUNDS = Text("rounds measured", "잰 라운드")
SIZE = Text("size of a task", "작업 크기")
SETTING_DEFAULT = Text("by default", "기본값")
YES = Text("yes", "예")
NO = Text("no", "아니요")
RAW = Text("The data", "데이터")
RAW_NOTE = Text(
    "Every sample and span is inside this page. Show it again with: concdemo report FILE",
    "모든 표본과 구간이 이 페이지 안에 들어 있습니다. 다시 보기: concdemo report FILE",
)
DOWNLOAD = Text("Save the report as JSON", "보고서를 JSON으로 저장")
DOWNLOAD_OF = Text("Save report {letter} as JSON", "보고서 {letter}을(를) JSON으로 저장")
BACK = Text("Back to the verdicts", "판정으로 돌아가기")
MADE_BY = Text("Made by concdemo {version}.", "concdemo {version}로 만들었습니다.")

FOR_SCRIPT: Mapping[str, Text] = MappingProxyType(
    {
        "task": TASK,
        "running": RUNNING,
        "waiting": WAITING,
        "span": Text("{from} to {to}: {length}", "{from}부터 {to}까지: {length}"),
        "shares": Text(
            "running {running} %, waiting {waiting} %, idle {idle} %",
            "실행 {running} %, 기다림 {waiting} %, 쉼 {idle} %",
        ),
        "slice": Text(
            "{count} spans between {from} and {to}", "{from}부터 {to} 사이에 구간 {count}개"
        ),
        "view": Text("Shown: {from} to {to}", "보이는 곳: {from}부터 {to}까지"),
        **{f"lane-{kind}": text for kind, text in LANES.items()},
    }
)
