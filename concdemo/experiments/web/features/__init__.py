"""What do web frameworks do by themselves?  Each feature is asked for by real requests.

An arm is an app on a server; a sample is one whole round of its requests.  What is counted is
known exactly, so a few rounds are enough.  The apps are in ``stacks.apps``, the requests in
the modules here, a feature each.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from concdemo.errors import UsageFault
from concdemo.experiments.experiment import Experiment, OpenArm, ServiceFacts
from concdemo.experiments.io.dsn import require_driver, shown
from concdemo.experiments.web.common import versions_installed
from concdemo.experiments.web.features import words
from concdemo.experiments.web.features.bodies import BODIES
from concdemo.host import has
from concdemo.model import ArmPlan, Column, Host, Metric, Parameters, Plan, ServicePlan, Value
from concdemo.settings import Option
from concdemo.text import Text

APPS = "concdemo.stacks.apps"
HOSTED = "concdemo.stacks.hosted:serve"
POSTGRES = "concdemo.experiments.web.features.postgres:serve"
ENOUGH_ROUNDS = 8
BUDGET_S = 20.0


class Served(NamedTuple):
    """A service: its apps, and what must be installed for them."""

    apps: tuple[str, ...]
    modules: tuple[str, ...]
    entry: str = HOSTED


class Row(NamedTuple):
    """An arm: the feature that it is part of, its service, and what its child is told."""

    feature: str
    service: str
    parameters: Mapping[str, Value] = MappingProxyType({})


FASTAPI = ("fastapi", "uvicorn")
SERVED: Mapping[str, Served] = MappingProxyType(
    {
        "fastapi": Served((f"fastapi uvicorn {APPS}.validation_fastapi_app:app",), FASTAPI),
        "flask": Served((f"flask wsgiref {APPS}.validation_flask_app:app",), ("flask",)),
        "django": Served((f"django wsgiref {APPS}.validation_django_app:app",), ("django",)),
        "database": Served((f"database uvicorn {APPS}.database_app:app",), FASTAPI),
        "postgres": Served((f"database uvicorn {APPS}.database_app:app",), FASTAPI, POSTGRES),
        "security": Served((f"security uvicorn {APPS}.security_app:app",), FASTAPI),
        "graphql": Served((f"graphql uvicorn {APPS}.graphql_app:app",), (*FASTAPI, "strawberry")),
        "mounts": Served(
            (
                f"mounted uvicorn {APPS}.mounted_app:app",
                f"flask wsgiref {APPS}.flask_app:app",
                f"bare wsgiref {APPS}.mounted_app:app",
                f"adapted wsgiref {APPS}.mounted_app:adapted",
            ),
            (*FASTAPI, "flask", "a2wsgi"),
        ),
        "beside": Served((f"beside uvicorn {APPS}.django_beside_app:app",), (*FASTAPI, "django")),
        "pool": Served((f"pool uvicorn {APPS}.pool_app:app",), FASTAPI),
    }
)


def _checked(service: str, path: str, words: str, documents: bool = False) -> Row:
    told: Parameters = {"path": path, "words": words, "documents": documents}
    return Row("validation", service, told)


ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "fastapi": _checked("fastapi", "/items", "errors", documents=True),
        "strict": _checked("fastapi", "/strict-items", "errors"),
        "flask": _checked("flask", "/items", "answers", documents=True),
        "by-hand": _checked("flask", "/checked-items", "answers"),
        "django": _checked("django", "/items", "answers"),
        "form": _checked("django", "/form-items", "answers"),
        "database": Row("database", "database"),
        "postgres": Row("database", "postgres"),
        "security": Row("security", "security"),
        "graphql": Row("graphql", "graphql"),
        "wsgi": Row("mounts", "mounts"),
        "beside": Row("beside", "beside"),
        "pool": Row("pool", "pool"),
    }
)
"""By the arm's name."""

FEATURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "validation": ("fastapi", "strict", "flask", "by-hand", "django", "form"),
        "docs": ("fastapi", "flask"),
        "database": ("database", "postgres"),
        "security": ("security",),
        "graphql": ("graphql",),
        "wsgi": ("wsgi",),
        "django": ("beside",),
        "pool": ("pool",),
    }
)
"""What can be asked for, and its arms."""

OPTIONS = (
    Option(
        "feature",
        "choices",
        words.FEATURE,
        default=list(FEATURES),
        choices=tuple(FEATURES),
        shown_default=words.ALL,
    ),
    Option("dsn", "text", words.DSN, secret=True),
)
COLUMNS = (
    Column("worked", words.WORKED),
    Column("taken", words.TAKEN),
    Column("crashed", words.CRASHED),
    Column("named", words.NAMED, unit=f"/ {sum(bad.has_field for bad in BODIES)}"),
)


def plan(settings: Parameters, host: Host) -> Plan:
    """An arm for each app of the features that are asked for, and the services that serve them."""
    features, dsn = settings["feature"], settings["dsn"]
    assert isinstance(features, list)
    wanted = {arm for feature in features for arm in FEATURES[feature]}
    if dsn is None:
        wanted.discard("postgres")
    elif "database" not in features:
        raise UsageFault(words.DSN_UNUSED)
    else:
        require_driver(host)
    server = shown(str(dsn)) if dsn is not None else None
    arms = [_arm(name, row) for name, row in ROWS.items() if name in wanted]
    needed = {str(arm.parameters["service"]) for arm in arms if arm.unavailable is None}
    bad = sum(not body.is_doubtful for body in BODIES)
    modules = dict.fromkeys(module for name in sorted(needed) for module in SERVED[name].modules)
    has_bodies = bool({"validation", "docs"} & {*features})
    about = (words.BODIES.fill(bad=bad), words.TWINS) if has_bodies else ()
    return Plan(
        experiment="web features",
        settings={**settings, "dsn": server},
        arms=tuple(arms),
        size=1,
        facts=(words.SENT, *about, *versions_installed(modules)),
        services=tuple(_service(name, row, dsn) for name, row in SERVED.items() if name in needed),
        metric=Metric("asked", "count", "more", words.REQUESTS),
        columns=COLUMNS if has_bodies else COLUMNS[:1],
        shows=("median",),
        arm_title=words.APP,
        most_rounds=ENOUGH_ROUNDS,
    )


def _arm(name: str, row: Row) -> ArmPlan:
    return ArmPlan(
        name=name,
        mode="async" if "uvicorn" in SERVED[row.service].modules else "threads",
        workers=1,
        scheduling="waiting",
        parameters={**row.parameters, "feature": row.feature, "service": row.service},
        unavailable=lacking(row.service),
        against=name,
    )


def _service(name: str, row: Served, dsn: object) -> ServicePlan:
    parameters: Parameters = {"apps": list(row.apps), "modules": list(row.modules)}
    if row.entry == POSTGRES:
        parameters["dsn"] = str(dsn)
    return ServicePlan(name, row.entry, parameters)


def lacking(service: str) -> Text | None:
    """What isn't installed of what a service needs, with the mend; it is only looked for."""
    modules = SERVED[service].modules
    missing = [name for name in modules if not has(name)]
    return words.NEEDS_MODULES.fill(modules=", ".join(missing)) if missing else None


def open_arm(arm: ArmPlan, services: ServiceFacts) -> OpenArm:
    """The requests of one app's features, in a process of their own."""
    from concdemo.experiments.web.features import arm as child

    return child.open_arm(arm, services)


EXPERIMENT = Experiment(
    name="web features", options=OPTIONS, plan=plan, open_arm=open_arm, budget_s=BUDGET_S
)
