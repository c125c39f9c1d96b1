"""What is said around the rails, in both languages."""

from concdemo.text import Text

TITLE = Text("Who ran when", "누가 언제 실행되었나")
PORTRAIT = Text(
    "one more run of each, recorded; its time is in no table",
    "방식마다 한 번 더 실행해 기록했습니다. 이 시간은 표에 들어가지 않습니다",
)

RUNNING = Text("running", "실행")
PARTLY_RUNNING = Text("ran for part of it", "일부만 실행")
WAITING = Text("waiting", "대기")
PARTLY_WAITING = Text("waited for less than half", "절반 미만만 대기")
IDLE = Text("blank: idle", "빈칸: 쉼")
NUMBER = Text("number: that task begins", "숫자: 그 작업의 시작")
BOUNDARY = Text("another task begins", "다음 작업의 시작")

CELL = Text("Each character is {cell}.", "한 글자는 {cell}입니다.")
BINNED = Text(
    "Each character is {cell}; {short} of {all} spans are shorter, so a character shows what "
    "took most of its time.",
    "한 글자는 {cell}이고 구간 {all}개 가운데 {short}개는 그보다 짧습니다. "
    "그래서 글자마다 가장 오래 이어진 상태를 보입니다.",
)
UNMARKED = Text(
    "Tasks shorter than two characters are not marked.",
    "두 글자보다 짧은 작업은 시작을 표시하지 않습니다.",
)
ROW_IS_TASK = Text("{arms}: a row is a task.", "{arms}: 한 줄이 작업 하나입니다.")
ROW_IS_TASKS = Text(
    "{arms}: {all} tasks, {each} a row.", "{arms}: 작업 {all}개를 {each}개씩 한 줄에 묶었습니다."
)
ROW_IS_LANES = Text(
    "{arms}: {all} lanes, {each} a row; a character's shade is the share of them.",
    "{arms}: 레인 {all}개를 {each}개씩 한 줄에 묶었습니다. 글자의 농도는 그 가운데 차지한 "
    "비율입니다.",
)
MIDDLE = Text(
    "{arms}, magnified: {length} from its middle, {cell} a character",
    "{arms} 확대: 가운데 {length}, 한 글자는 {cell}",
)
FIRST = Text(
    "{arms}, magnified: the first {length}, {cell} a character",
    "{arms} 확대: 처음 {length}, 한 글자는 {cell}",
)
