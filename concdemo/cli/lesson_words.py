"""What ``concdemo lesson`` says: help texts and faults."""

from concdemo.text import Text

LIST = Text("Which lessons are there?", "어떤 강의가 있나?")
RUN = Text("Give a lesson.", "강의를 합니다.")
CHECK = Text(
    "Is everything in a lesson's file right? Nothing is run.",
    "강의 파일에 잘못이 없나? 아무것도 실행하지 않습니다.",
)
NEW = Text("Begin a lesson of one's own.", "새 강의를 시작합니다.")
NAME_OR_FILE = Text(
    "A lesson of the list, or a file with one.", "목록에 있는 강의 이름, 또는 강의 파일."
)
FILE = Text("The lesson's file.", "강의 파일.")
NEW_FILE = Text(
    "Where to write it; a file that is there is left alone.",
    "어디에 쓸지. 이미 있는 파일은 건드리지 않습니다.",
)

NOT_FOUND = Text(
    "There is no lesson {name} and no such file; lessons are: {known}.",
    "{name}이라는 강의도 파일도 없습니다. 강의 목록: {known}.",
)
NO_FILE = Text("There is no file {path}.", "{path} 파일이 없습니다.")
NOT_READABLE = Text("{path} can't be read: {error}.", "{path}을(를) 읽을 수 없습니다: {error}.")
FAULT = Text("{path}:{line}: {fault}", "{path}:{line}: {fault}")
ALL_RIGHT = Text(
    "{path}: all right (steps: {steps}, minutes: {minutes}).",
    "{path}: 잘못이 없습니다({steps}단계, {minutes}분).",
)
EXISTS = Text(
    "{path} is there already; choose another name.",
    "{path}은(는) 이미 있습니다. 다른 이름을 정해 주세요.",
)
WRITTEN = Text(
    "{path} is a lesson to begin with. Change it, then: concdemo lesson check {path}",
    "{path}에 새 강의를 만들었습니다. 고친 다음: concdemo lesson check {path}",
)
NO_TERMINAL = Text(
    "A lesson is steered by keys, and there is no terminal here; add --auto.",
    "강의는 키로 넘기는데 여기에는 터미널이 없습니다. --auto를 덧붙여 주세요.",
)
NO_STEP = Text(
    "--from doesn't know the step {given!r}: there are 1 to {most} and {ids}.",
    "--from에 {given!r}이라는 단계는 없습니다. 1부터 {most}까지, 그리고 {ids}이(가) 있습니다.",
)
SAVE_OR_REPLAY = Text(
    "--save and --replay can't be given together: nothing is measured in a replay.",
    "--save와 --replay는 함께 쓸 수 없습니다. --replay에서는 재지 않습니다.",
)
OTHER_RUN = Text(
    "{path} is not of the run of step {step}: it has {what}, the lesson {mine}.",
    "{path}은(는) {step} 단계의 실행이 아닙니다. 보고서는 {what}, 강의는 {mine}입니다.",
)

KEY_NEXT = Text("→ on", "→ 다음")
KEY_MORE = Text("→ more ({more})", "→ 이어서({more})")
KEY_BACK = Text("← back", "← 이전")
KEY_ANSWER = Text("1–{most} answer", "1–{most} 답하기")
KEY_AGAIN = Text("r run again", "r 다시 실행")
KEY_QUIT = Text("q end", "q 끝내기")

NAME = Text("lesson", "강의")
MINUTES = Text("minutes", "분")
STEPS = Text("steps", "단계")
TITLE = Text("title", "제목")
HOW = Text(
    "Give one: concdemo lesson run NAME    Write one: concdemo lesson new FILE",
    "강의하기: concdemo lesson run NAME    새로 만들기: concdemo lesson new FILE",
)
