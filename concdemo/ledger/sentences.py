"""What is said when a claim can't be judged, whatever the claim."""

from collections.abc import Mapping
from types import MappingProxyType

from concdemo.model import Judgement
from concdemo.text import Text

TOO_FEW = Text(
    "too few clean rounds of {arm} for an interval.",
    "{arm} 방식의 깨끗한 라운드가 모자라 구간을 구할 수 없습니다.",
)
BETWEEN = Text(
    "{arm}: the interval {low:.2f}–{high:.2f}{unit} doesn't fall clearly on either side.",
    "{arm}: 구간 {low:.2f}–{high:.2f}{unit}이(가) 어느 쪽이라고 잘라 말할 수 없는 곳에 걸쳐 "
    "있습니다.",
)
DISAGREE = Text(
    "what was measured points both ways.",
    "잰 값들이 서로 다른 쪽을 가리킵니다.",
)
SETTING_TOO_LOW = Text(
    "--{setting} {value} is too low to tell; it takes at least {least:g}.",
    "--{setting} {value}(으)로는 가릴 수 없습니다. {least:g} 이상이어야 합니다.",
)
TOO_FEW_CORES = Text(
    "this needs at least {cores} usable cores.",
    "쓸 수 있는 코어가 {cores}개 이상이어야 시험할 수 있습니다.",
)
ARM_NOT_RUN = Text(
    "{arm} was not measured in this run; run: concdemo {experiment}",
    "이번에는 {arm} 방식을 재지 않았습니다. 실행: concdemo {experiment}",
)
ARM_UNAVAILABLE = Text("{arm} can't run here: {why}", "{arm} 방식을 여기서 쓸 수 없습니다: {why}")
ARM_FAILED = Text("{arm} failed: {why}", "{arm} 방식이 실패했습니다: {why}")
OF_ARM = Text("{arm}: {detail}", "{arm}: {detail}")
TOO_FEW_CLEAR = Text(
    "only {clear} of {all} came out clearly; it takes {enough}.",
    "{all}가지 가운데 {clear}가지만 뚜렷했습니다. {enough}가지는 되어야 합니다.",
)
TIMES = Text("{name} {ratio:.2f} ×", "{name} {ratio:.2f}배")
AT_LEAST = Text("{name} at least {ratio:.2f} ×", "{name} 적어도 {ratio:.2f}배")
AT_MOST = Text("{name} at most {ratio:.2f} ×", "{name} 많아야 {ratio:.2f}배")
NO_EXPERIMENT = Text(
    "this version has no experiment for it yet.", "이 판에는 아직 이 주장을 시험할 실험이 없습니다."
)
NOT_RUN = Text("its run was not made.", "이 주장을 시험할 실행을 하지 않았습니다.")
INTERRUPTED = Text("interrupted before its run.", "실행하기 전에 중단했습니다.")
RUN_IT = Text("Run: {command}", "실행: {command}")
OTHERWISE: Mapping[Judgement, Text] = MappingProxyType(
    {
        "supported": Text(
            "But {command} says supported: {because}",
            "그런데 {command}에서는 맞음이었습니다: {because}",
        ),
        "refuted": Text(
            "But {command} says refuted: {because}",
            "그런데 {command}에서는 틀림이었습니다: {because}",
        ),
        "depends": Text(
            "But {command} says it depends: {because}",
            "그런데 {command}에서는 조건에 따라 달랐습니다: {because}",
        ),
    }
)
