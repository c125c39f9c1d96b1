"""What the reader and the checker of lessons say of a script's faults."""

from concdemo.text import Text

NOT_TOML = Text("not valid TOML: {error}", "TOML 문법에 맞지 않습니다: {error}")
NOT_UTF8 = Text("not UTF-8 text.", "UTF-8 텍스트가 아닙니다.")
TOO_LARGE = Text(
    "a lesson has at most {most:,} bytes.", "강의는 {most:,}바이트를 넘을 수 없습니다."
)
TOO_DEEP = Text("nested too deeply.", "너무 깊이 중첩되어 있습니다.")
UNKNOWN_KEY = Text(
    "there is no key {key!r} here; known are {known}.",
    "여기에 {key!r}라는 키는 없습니다. 쓸 수 있는 키: {known}.",
)
MISSING_KEY = Text("{key} is missing.", "{key}이(가) 없습니다.")
MISSING_LANGUAGE = Text(
    "{key} lacks the language {language}.", "{key}에 {language} 문장이 없습니다."
)
NOT_A_TEXT = Text(
    '{key} must be a text in both languages: {{ en = "…", ko = "…" }}.',
    '{key}에는 두 언어의 문장을 모두 적어야 합니다: {{ en = "…", ko = "…" }}.',
)
NOT_MINUTES = Text(
    "minutes must be a whole number from 1 to {most}.",
    "minutes에는 1부터 {most}까지의 정수를 적어야 합니다.",
)
NO_STEPS = Text(
    "a lesson needs at least one [[step]].", "강의에는 [[step]]이 하나는 있어야 합니다."
)
STEPS_SHAPE = Text(
    "steps are written as [[step]], one heading each.",
    "단계는 하나마다 [[step]]이라는 머리를 달아 적습니다.",
)
ONE_KIND = Text(
    "a step has exactly one of {kinds}; this one has {count}.",
    "단계에는 {kinds} 가운데 꼭 하나만 있어야 하는데, 여기에는 {count}개가 있습니다.",
)
BAD_ID = Text(
    "an id is made of small letters, digits and hyphens, and begins with a letter.",
    "id는 영어 소문자로 시작하고 소문자, 숫자, 하이픈으로만 적습니다.",
)
SAME_ID = Text("the id {id} is used twice.", "id {id}이(가) 두 번 쓰였습니다.")
NOT_A_STRING = Text("{key} must be a string.", "{key}에는 문자열을 적어야 합니다.")
NOT_A_TABLE = Text(
    "{key} must be a table: [step.{key}].", "{key}은(는) [step.{key}] 표로 적습니다."
)
NOT_CHOICES = Text(
    "choices must be a list of {least} to {most}.",
    "choices에는 선택지를 {least}개부터 {most}개까지 적습니다.",
)
NOT_VERDICTS = Text(
    "right_when must be a list of verdicts, of {known}.",
    "right_when에는 {known} 가운데에서 판정을 골라 목록으로 적습니다.",
)
NOT_A_LINE = Text(
    "run must be a command line, as a string or as a list of words.",
    "run에는 명령줄을 문자열이나 단어 목록으로 적습니다.",
)
NOT_WORDS = Text(
    "the command line can't be taken apart: {error}", "명령줄을 나눌 수 없습니다: {error}"
)

EMPTY_LINE = Text("the command line is empty.", "명령줄이 비어 있습니다.")
NO_CONCDEMO = Text(
    "leave the word concdemo out: it is always meant.",
    "concdemo라는 단어는 빼고 적으세요. 늘 concdemo를 실행합니다.",
)
NO_EXPERIMENT = Text(
    "{given!r} is not an experiment; a lesson runs {known}.",
    "{given!r}은(는) 실험이 아닙니다. 강의에서 실행할 수 있는 것: {known}.",
)
NO_OPTION = Text(
    "{experiment} has no option {option}.", "{experiment}에 {option}이라는 옵션은 없습니다."
)
DID_YOU_MEAN = Text("Did you mean {meant}?", "혹시 {meant}?")
NOT_IN_A_LESSON = Text(
    "{option} can't stand in a lesson: what is shown and saved is decided by who runs it.",
    "{option}은(는) 강의에 쓸 수 없습니다. 무엇을 보이고 저장할지는 강의하는 사람이 정합니다.",
)
NO_SECRETS = Text(
    "{option} can't stand in a lesson: what is given to it is nobody else's business.",
    "{option}은(는) 강의에 쓸 수 없습니다. 거기에 적는 값은 남에게 보일 것이 아닙니다.",
)
NEEDS_VALUE = Text("{option} needs a value.", "{option}에 값을 적어 주세요.")
TAKES_NO_VALUE = Text("{option} takes no value.", "{option}에는 값을 적지 않습니다.")
STRAY = Text(
    "{word!r} was not expected in the command line.", "명령줄에 {word!r}은(는) 쓸 수 없습니다."
)
NOT_HERE = Text("can't be run on this machine: {why}", "이 컴퓨터에서는 실행할 수 없습니다: {why}")

NO_CLAIM = Text("there is no claim {given!r}.", "{given!r}이라는 주장은 없습니다.")
NO_RULE = Text(
    "nothing can test the claim {claim}.", "주장 {claim}을(를) 시험할 수 있는 실험이 없습니다."
)
NO_RUN_AFTER = Text(
    "no later run tests the claim {claim}; after the question it takes: {command}",
    "뒤에 오는 어느 실행도 주장 {claim}을(를) 시험하지 않습니다. 질문 뒤에 필요한 것: {command}",
)
NO_RUN_BEFORE = Text(
    "no earlier run tests the claim {claim}; before the explanation it takes: {command}",
    "앞에 온 어느 실행도 주장 {claim}을(를) 시험하지 않습니다. 설명 앞에 필요한 것: {command}",
)
CANNOT_JUDGE = Text(
    "the run that should test {claim} never can: {why}",
    "{claim}을(를) 시험할 실행이 판정을 낼 수 없습니다: {why}",
)
WITHOUT_ARM = Text(
    "it doesn't measure {arm}, which the claim needs.", "주장에 필요한 {arm} 방식을 재지 않습니다."
)
TOO_LOW = Text(
    "--{setting} must be at least {least:g}.", "--{setting}은(는) {least:g} 이상이어야 합니다."
)
NO_RIGHT_CHOICE = Text(
    "no choice is right when {claim} is {verdict}, which it can be.",
    "{claim}의 판정이 {verdict}일 수 있는데, 그때 맞는 선택지가 없습니다.",
)
NEVER = Text(
    "{claim} can never be {verdict}, so leave it out.",
    "{claim}의 판정은 {verdict}일 수 없으니 빼 주세요.",
)
NO_MISCONCEPTION = Text(
    "this choice can never be right, so it needs a misconception: what one believes who picks it.",
    "맞을 수 없는 선택지에는 misconception이 필요합니다. 이것을 고른 사람이 무엇을 잘못 "
    "알고 있는지 적어 주세요.",
)
NO_WORDS_FOR = Text(
    "the explanation has no words for {verdict}, which {claim} can be.",
    "{claim}의 판정이 {verdict}일 수 있는데, 그때 할 설명이 없습니다.",
)
NEEDS_UNTESTED = Text(
    "the run before it never gives a verdict on {claim}, so the explanation needs words for "
    "untested: {why}",
    "앞의 실행은 {claim}에 판정을 내지 않으므로, 설명에 untested의 글이 있어야 합니다: {why}",
)
NO_PLACE = Text("there is no number {{{place}}}: {why}", "{{{place}}}라는 수는 없습니다: {why}")
BAD_BRACES = Text(
    "braces stand for numbers of the run; write {{{{ and }}}} for braces themselves.",
    "중괄호는 실행에서 나온 수가 들어갈 자리입니다. 중괄호를 그대로 쓰려면 {{{{와 }}}}로 적으세요.",
)
BAD_FORMAT = Text(
    "a number is written as in {{cores}} or {{arm[threads].speedup:.2f}}, with at most three "
    "decimals.",
    "수는 {{cores}}나 {{arm[threads].speedup:.2f}}처럼 적고, 소수점 아래는 셋째 자리까지만 씁니다.",
)
NO_SUCH_ARM = Text("the run measures {known}.", "이 실행이 재는 것: {known}.")
KNOWN_NAMES = Text("known are {known}.", "쓸 수 있는 것: {known}.")
OTHER_PLACES = Text(
    "both languages must have the same numbers; {places} stands in one only.",
    "두 언어에 같은 수가 있어야 하는데 {places}은(는) 한쪽에만 있습니다.",
)

NOT_A_SYMBOL = Text(
    'show needs a name in concdemo\'s own code, such as "concdemo.workloads.cpu:Primes".',
    'show에는 "concdemo.workloads.cpu:Primes"처럼 concdemo 코드 안의 이름을 적습니다.',
)
NO_MODULE = Text("there is no module {module}.", "{module} 모듈은 없습니다.")
NO_SYMBOL = Text("{module} has no {name}.", "{module}에 {name}은(는) 없습니다.")
