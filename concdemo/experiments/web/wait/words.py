"""What ``web wait`` says."""

from concdemo.text import Text

MOST = Text("most\nat once", "한꺼번에\n최대")
AT_MANY = Text("200 at\nonce", "200개\n동시")
CPU_NONE = Text("CPU,\nno wait", "CPU,\n대기 없음")

WAITS = Text(
    "For which waits the map is drawn, in ms. Repeat it or separate with commas.",
    "지도에 그릴 기다리는 시간(ms). 여러 번 쓰거나 쉼표로 이어 적습니다.",
)
CONNECTIONS = Text(
    "For how many requests in flight the map is drawn. Repeat it or separate with commas.",
    "지도에 그릴 동시 요청 수. 여러 번 쓰거나 쉼표로 이어 적습니다.",
)
ALL = Text("those that the claims are about", "주장에서 다루는 조합")

WHAT = Text(
    "So many clients ask at once, each of them a few times, for an answer that takes a wait; the "
    "time is taken until everyone has all answers. All their waiting ÷ that time is how many "
    "waited at once.",
    "여러 클라이언트가 한꺼번에, 저마다 몇 번씩, 기다려야 나오는 답을 요청하고, 모두가 답을 다 "
    "받을 때까지 잽니다. 기다림을 모두 더해 그 시간으로 나누면 한꺼번에 기다린 요청의 수입니다.",
)
COMPARED = Text(
    "Every round: {few} and {many} clients with a wait of {wait} ms, and {none} without any. The "
    "rest of the map is measured once in each run.",
    "라운드마다 {wait} ms를 기다리는 클라이언트 {few}개와 {many}개, 그리고 기다림이 없는 "
    "{none}개를 잽니다. 지도의 나머지 칸은 실행할 때마다 한 번씩 잽니다.",
)
POOLS = Text("Threads of each pool: {pools}.", "스레드 풀의 크기: {pools}.")

TITLE = Text(
    "How many requests waited at the same time",
    "한꺼번에 기다린 요청의 수",
)
ROWS = Text("how long each waits", "기다리는 시간")
COLUMNS = Text("requests in flight", "동시 요청 수")
AT_ONCE = Text("waiting at once", "한꺼번에 기다린 수")
SHADE = Text("of those in flight", "동시 요청 가운데 기다린 몫")
BLANK = Text(
    "it would have taken longer than {limit:g} s at what the server had shown before, or there "
    "were too few rounds for it.",
    "앞에서 본 속도로는 {limit:g}초가 넘게 걸리거나, 라운드가 모자랐습니다.",
)
