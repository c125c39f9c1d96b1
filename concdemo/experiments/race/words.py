"""What ``race`` says: its options, what its arms do, its table, the story of a lost update."""

from concdemo.text import Text

WORKERS = Text("Threads, tasks of a loop, or processes.", "스레드, 루프의 태스크, 프로세스의 수.")
SIZE = Text(
    "Updates that each thread does, fixed; without it the baseline is calibrated to about 0.1 s.",
    "스레드마다 하는 갱신 횟수를 고정합니다. 없으면 기준이 0.1초쯤 걸리도록 맞춥니다.",
)
CALIBRATED = Text("calibrated", "자동 조정")

TASK = Text(
    "{workers} threads (tasks, processes) share one number; each adds 1 to it, {size} times or "
    "less. Lost: by how much the number is too small at the end. Wrong runs: how many of them "
    "lost something.",
    "스레드(태스크, 프로세스) {workers}개가 숫자 하나를 함께 쓰며 저마다 1씩 {size}번까지 "
    "더합니다. 잃음: 끝났을 때 숫자가 모자라는 만큼입니다. 틀린 실행: 잃은 것이 있는 실행의 "
    "수입니다.",
)
CODE = Text(
    "call: box.n = step(box.n). plain: box.n += 1. lock: call, inside one lock for all; "
    "own-locks: inside a lock of its own for each thread. "
    "dict: counts[w] = counts.get(w, 0) + 1. append: items.append(1). set: kept[object()] = 1.",
    "call: box.n = step(box.n). plain: box.n += 1. lock: 모두가 같은 락 하나를 쓰는 call. "
    "own-locks: 스레드마다 자기 락을 따로 쓰는 call. "
    "dict: counts[w] = counts.get(w, 0) + 1. append: items.append(1). set: kept[object()] = 1.",
)
OTHERS = Text(
    "brief: call in {runs} short runs of {times} updates a thread. one-thread: all updates of "
    "call in one thread. async-await awaits between reading and writing, async after writing. "
    "processes: call, on a global variable; processes-shared: += 1, in memory that they share.",
    "brief: 스레드마다 {times}번만 갱신하는 짧은 call을 {runs}번 실행. one-thread: call의 모든 "
    "갱신을 스레드 하나로. async-await는 읽기와 쓰기 사이에서, async는 쓴 뒤에 await. "
    "processes: 전역 변수에 하는 call. processes-shared: 함께 쓰는 메모리에 하는 += 1.",
)
PLACES_GIL = Text(
    "Others came in: how often one went on after another had been let on. Gaps: instructions "
    "from reading to writing at which {python} may let another on, from the bytecode: {found}.",
    "끼어든 횟수: 다른 쪽이 돌고 난 뒤에 다시 이어서 돈 횟수입니다. 틈: 읽고 나서 쓸 때까지 "
    "{python}이(가) 다른 스레드로 바꿀 수 있는 명령의 수로, 바이트코드에서 셉니다. {found}.",
)
PLACES_FREE = Text(
    "Others came in: how often one went on after another had done a part. Gaps: instructions "
    "from reading to writing; without the GIL threads run at the same time, so others may come in "
    "at each.",
    "끼어든 횟수: 다른 쪽이 한 몫을 한 뒤에 다시 이어서 한 횟수입니다. 틈: 읽고 나서 쓸 때까지의 "
    "명령 수로, GIL이 없으면 스레드가 동시에 돌아서 명령마다 다른 쪽이 끼어들 수 있습니다.",
)
PLACES_UNKNOWN = Text(
    "At which instructions {python} may let another thread on is not known here.",
    "{python}이(가) 어느 명령에서 다른 스레드로 바꿀 수 있는지는 여기서 알 수 없습니다.",
)
NOWHERE = Text("{arm} none", "{arm} 없음")
SOMEWHERE = Text("{arm} {count} ({names})", "{arm} {count}개({names})")

WAY = Text("who, and how", "누가, 어떻게")
LOST = Text("lost", "잃음")
SHARE = Text("share", "비율")
UPDATES = Text("updates", "갱신")
WRONG = Text("wrong\nruns", "틀린\n실행")
RETURNS = Text("others\ncame in", "끼어든\n횟수")
PLACES = Text("gaps", "틈")

NO_TURNS = Text(
    "its threads hardly came in between each other (usually {usual:g} times a sample; it takes "
    "{fewest}), so it could hardly have lost anything. Raise --size or lower --switch-interval.",
    "스레드들이 서로의 사이에 거의 끼어들지 않아 잃을 일이 거의 없었습니다(표본마다 보통 "
    "{usual:g}번. {fewest}번은 되어야 합니다). --size를 키우거나 --switch-interval을 줄이세요.",
)
INEXACT = Text(
    "it should lose nothing, and yet in {wrong} of {all} {all:sample|samples} the number was not "
    "right.",
    "잃는 것이 없어야 하는데, 표본 {all}개 가운데 {wrong}개에서 숫자가 맞지 않았습니다.",
)
LOST_ELSEWHERE = Text(
    "its undisturbed samples lost nothing, but threads did lose updates here: {arms}.",
    "방해가 없었던 표본에서는 잃은 것이 없지만, 스레드가 갱신을 잃은 곳이 있습니다: {arms}.",
)
UNEXPLAINED = Text(
    "it lost updates though no gap was found in its bytecode: what is known here of this "
    "Python's switching must be wrong.",
    "바이트코드에 틈이 없다고 나왔는데도 갱신을 잃었습니다. 이 파이썬이 언제 스레드를 바꾸는지에 "
    "대해 여기서 아는 것이 틀렸다는 뜻입니다.",
)
THREAD = Text("thread {number}", "스레드 {number}")
TASK_NAMED = Text("task {number}", "태스크 {number}")
STORY_THREADS = Text(
    "An update that was lost (threads-call, recorded here)",
    "잃어버린 갱신(threads-call에서 실제로 기록한 것)",
)
STORY_TASKS = Text(
    "An update that was lost (async-await, recorded here)",
    "잃어버린 갱신(async-await에서 실제로 기록한 것)",
)
READ = Text("read {n}", "읽음: {n}")
WROTE = Text("wrote {n}", "씀: {n}")
MORE = Text("{count} × read and wrote, up to {n}", "{count}번 더 읽고 씀: {n}까지")
WHY_READ = Text("it looks at what the number is now.", "지금 숫자가 얼마인지 봅니다.")
WHY_WROTE = Text("it writes 1 more than it has read.", "자기가 읽은 수보다 1 큰 수를 씁니다.")
WHY_MORE = Text(
    "whoever was stopped after reading knows nothing of these.",
    "읽고 나서 멈춘 쪽은 그동안 있었던 일을 모릅니다.",
)
STALE = Text(
    "it adds 1 to the {read} that it had read, and so undoes what others did meanwhile "
    "(updates: {over}).",
    "앞서 읽어 둔 {read}에 1을 더해 씁니다. 그사이 다른 쪽이 한 갱신이 지워집니다({over}번).",
)
