"""The releases of google-github-actions/deploy-cloudrun: their commits, and the inputs they take.

Source: the tags, `action.yml` and `src/main.ts` of github.com/google-github-actions/deploy-cloudrun,
read on 2025-09-09 (v3.0.1).
"""

from __future__ import annotations

from lint.model.record import record

Version = tuple[int, int, int]

_COMMITS = """
902592cd57d30d0f72ae0f73bb91512ce3c72452 0.11.0
121263a34a43f95e1f979191a14a8be4dc3c3f4d 0.2.0
ff8b38330cf81843db9cff366e335c34aa467c44 0.3.0
dfdc7398b6f55e1a2f68f1673a29f76fe9905c24 0.4.0
d97177b869758a1d8c80a521448b48ac6619b80c 0.5.0
8dbf118114bd53aea301a4da24489fc6959cdf23 0.6.0
68aedae2fe24eb0ac1c16ce37ff5f6b37ae14983 0.7.0
be1e860b23dc2862e670a8f3b8d7ed706750aa34 0.8.0
0866bc2ee44b61f9c49f1ab81726e7056fb249a2 0.9.0
355d383adc96c40dd8f140ffe4744e8f87ac6591 0.10.0
530b4b6c6355648c5ef3ec32a4744d4e0659a016 0.10.1
b43b4b19f14b8c3260c02e7a68ece4a7989540ea 0.10.2
5081b8db809e5800ddffa3c692d71da0cb670a34 0.10.3
194392f9d796cd42b2617a231eec28e08f9e27e1 1.0.0
9c01af28be5da14b228ba369b7700d22830b35b7 1.0.1
e62f655d5754bec48078a72edc015367b01ee97b 1.0.2
82a0d44f48151e2d393811779576ec6ad902146b 2.0.0
27a202768956f13a8f64d7317498855f2bf36c66 2.1.0
b4a4335d697d5be41e5fa97dca581f479d4eb438 2.2.0
cfda0c0c46d80caa6495db245e894186b21d8f24 2.3.0
01165691411082692bd7be1d46205239385177d4 2.4.0
c88e4fd64b5c0c13acd5bcd3bfd797cd9f8a960e 2.4.1
1b14a749d5ef255c54086c2fada0e3f5a1643fa3 2.4.2
08b62e2b1f468fa6e6250870959f81dd00c59189 2.5.0
733e7b3262836985cf714bf611234120a6cf2e8c 2.6.0
7d80d04835529a43e6ed8dae087f6f90f591ee2d 2.6.1
33553064113a37d688aa6937bacbdc481580be17 2.7.0
6ffa584a8ff78a430af94158c5538716464ea5a0 2.7.1
1ec29da1351112c7904fb60454a55e3e1021a51c 2.7.2
9c5864eab7354d2e132307e685a2272655932799 2.7.3
147732842f8a61ce9bd3b3f8e9f6597fe991ad65 2.7.4
012c06ad1f4a2a7c0b2ff6373c6e62bdd9b1c2a5 2.7.5
251330ba9a8a34bfbc1622895f42e1d53fd14522 2.7.6
e1b1b0b48bb18f99528605af70dfee03976c964b 3.0.0
2028e2d7d30a78c6910e0632e48dd561b064884d 3.0.1
"""
_NAMES = dict(line.split() for line in _COMMITS.strip().splitlines())
_MOVING = {"v0": "0.11.0", "v1": "1.0.2", "v2": "2.7.6", "v3": "3.0.1", "main": "3.0.1"}
"""What the tags and branches stand for that move."""
READ_ON = "2025-09"
"""When the newest release in the table was published."""
NEWEST: Version = (3, 0, 1)
_ALWAYS: Version = (0, 2, 0)
_NEVER: Version = (999, 0, 0)

INPUTS: dict[str, tuple[Version, Version]] = {
    "credentials": (_ALWAYS, (1, 0, 0)),
    "env_vars": (_ALWAYS, _NEVER),
    "env_vars_file": ((1, 0, 0), (3, 0, 0)),
    "env_vars_update_strategy": ((2, 6, 0), _NEVER),
    "flags": ((0, 5, 0), _NEVER),
    "gcloud_component": ((0, 9, 0), _NEVER),
    "gcloud_version": ((0, 5, 0), _NEVER),
    "image": (_ALWAYS, _NEVER),
    "job": ((2, 4, 0), _NEVER),
    "labels": ((0, 10, 2), _NEVER),
    "metadata": (_ALWAYS, _NEVER),
    "no_traffic": ((0, 5, 0), _NEVER),
    "project_id": (_ALWAYS, _NEVER),
    "region": (_ALWAYS, _NEVER),
    "revision_traffic": ((0, 5, 0), _NEVER),
    "secrets": ((0, 6, 0), _NEVER),
    "secrets_update_strategy": ((2, 6, 0), _NEVER),
    "service": (_ALWAYS, _NEVER),
    "skip_default_labels": ((1, 0, 1), _NEVER),
    "source": ((0, 5, 0), _NEVER),
    "suffix": ((0, 5, 0), _NEVER),
    "tag": ((0, 5, 0), _NEVER),
    "tag_traffic": ((0, 5, 0), _NEVER),
    "timeout": ((0, 8, 0), _NEVER),
    "update_traffic_flags": ((2, 7, 1), _NEVER),
    "wait": ((2, 7, 5), _NEVER),
}
"""The inputs, each with the release that brought it and the one that took it away."""
PROPOSED = frozenset(["worker_pool"])
"""Inputs of a change that was not released when the table was made."""


def version_name(version: Version) -> str:
    """A version as it is written: `v2.7.6`."""
    return "v" + ".".join(map(str, version))


@record
class Release:
    """What `@REF` stands for."""

    version: Version
    exact: bool
    """Whether the table has it; else it is taken for the newest one."""
    fixed: bool
    """Whether it can change no more: a tag of one release, a commit, or a series that is closed."""
    missing: bool = False
    """Whether there is certainly no such release."""

    def takes(self, name: str) -> bool:
        """Whether the release has an input."""
        first, end = INPUTS.get(name, (_NEVER, _NEVER))
        return first <= self.version < end

    @property
    def name(self) -> str:
        """How messages call it: `v2.7.6`."""
        return version_name(self.version)


def release_of(reference: str) -> Release:
    """The release behind the `@`."""
    name = _MOVING.get(reference)
    if name is not None:
        return Release(_version(name), True, reference in ("v0", "v1", "v2"))
    if len(reference) == 40 and reference.lower() in _NAMES:
        return Release(_version(_NAMES[reference.lower()]), True, True)
    number = reference.removeprefix("v")
    if reference.startswith("v") and number in _NAMES.values():
        return Release(_version(number), True, True)
    parts = number.split(".")
    if reference[:1] == "v" and len(parts) <= 3 and all(part.isdigit() for part in parts):
        asked = tuple(int(part[:6]) for part in parts)
        newest = max(
            (_version(each) for each in _NAMES.values() if _same(each, asked)), default=None
        )
        # A newer patch of a series may have been published since; an older one never will.
        if newest is not None and len(asked) == 3 and asked < newest:
            return Release(newest, False, False, missing=True)
        if asked < NEWEST and len(asked) == 2:
            return Release(newest or NEWEST, False, False, missing=True)
    return Release(NEWEST, False, False)


def _same(name: str, asked: tuple[int, ...]) -> bool:
    """Whether a release is of the same series as a version that was asked for."""
    return _version(name)[0] == asked[0]


def _version(name: str) -> Version:
    first, second, third = (int(part) for part in name.split("."))
    return first, second, third
