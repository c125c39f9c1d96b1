"""What a lesson says by itself, beside its script: results of questions, explanations, the end."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.model import Judgement
from concdemo.text import Text

NOT_RUN = Text(
    "The run of step {step} wasn't made in this session, so there is nothing to explain yet.",
    "{step} 단계의 실행을 이번에는 하지 않아서 아직 설명할 결과가 없습니다.",
)
NOT_JUDGED = Text(
    "The report of the run says nothing of this claim.",
    "실행한 보고서에 이 주장에 대한 판정이 없습니다.",
)
DEFAULTS: Mapping[Judgement, Text] = MappingProxyType(
    {
        "inconclusive": Text(
            "This run can't settle it, and a guess would be worth nothing. Below is what stood in "
            "the way. Run it again, on a quieter machine or for longer.",
            "이번 실행으로는 가릴 수 없습니다. 짐작으로 답하지는 않겠습니다. 까닭은 아래에 "
            "있습니다. 더 조용한 컴퓨터에서, 또는 더 오래 다시 재 보세요.",
        ),
        "untested": Text(
            "This run could not test it. Below is what was missing.",
            "이번 실행으로는 시험할 수 없었습니다. 까닭은 아래에 있습니다.",
        ),
    }
)

YOU_SAID = Text("You said: {choice}", "고른 답: {choice}")
NOBODY_SAID = Text("Nobody answered.", "아무도 답하지 않았습니다.")
RIGHT = Text("Right.", "맞았습니다.")
WRONG = Text("Not this time. The run says: {choices}", "아닙니다. 실행 결과는: {choices}")
ANSWER = Text("The run says: {choices}", "실행 결과는: {choices}")
BEHIND = Text("Behind that answer: {misconception}", "그 답에 깔린 생각: {misconception}")
UNSETTLED = Text(
    "The run could not decide between the answers, so it counts for nobody: {because}",
    "이번 실행으로는 어느 답이 맞는지 가리지 못해, 점수에 넣지 않습니다: {because}",
)
NO_VERDICT = Text("there is no verdict.", "판정이 없습니다.")

PAUSE = Text("Pause", "잠깐 멈추기")
SAVED = Text(
    "Saved numbers, not measured now: {implementation} {python}, {cores} {cores:core|cores}, {os} "
    "{machine}, {started}",
    "지금 잰 것이 아니라 저장해 둔 값입니다: {implementation} {python}, 코어 {cores}개, "
    "{os} {machine}, {started}",
)
COULD_NOT_RUN = Text("This could not be run: {why}", "실행하지 못했습니다: {why}")

THE_END = Text("The end", "끝")
SCORE = Text("{right} of {answered} right.", "{answered}개 가운데 {right}개를 맞혔습니다.")
SCORE_UNSETTLED = Text(
    "Not decided by the runs, and so not counted: {count}.",
    "실행으로 가릴 수 없어 점수에 넣지 않은 질문: {count}개.",
)
SCORE_LEFT_OUT = Text("Without an answer: {count}.", "답하지 않은 질문: {count}개.")
SCORE_OPEN = Text("Not reached: {count}.", "결과를 보지 않은 질문: {count}개.")
NOT_KEPT = Text(
    "The score is neither kept nor sent anywhere.", "점수는 저장하지도, 어디로 보내지도 않습니다."
)

MINUTES = Text("{minutes} min", "{minutes}분")
MEASURED = Text("Measured {started}.", "측정 시각: {started}.")
ON_SCREEN = Text("All of it, as it was on the screen", "화면에 보인 그대로 모두 보기")
