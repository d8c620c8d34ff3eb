"""The mistakes that the corpus is known to hold, by row of its `MISTAKES.md`, in the same order.

A row says where the mistake is (the first three digits of the file name, then lines) and which
rules tell it. `elsewhere` gives the line at which we report where that is another one of the same
block; `untold` are the places that we leave alone, with the reason.
"""

from __future__ import annotations

import os
import re

from tests.conformance.corpus import CORPUS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

Spot = tuple[str, int]
"""The number of a file, and a line in it."""


def spots(text: str) -> list[Spot]:
    """The spots of `004:13,14 005:18`."""
    return [
        (number, int(line))
        for number, _, lines in (word.partition(":") for word in text.split())
        for line in lines.split(",")
    ]


class Row:
    """One kind of mistake. `where` is "(many)" where the list gives no places."""

    __slots__ = ("elsewhere", "name", "rules", "untold", "where")

    def __init__(
        self,
        name: str,
        where: str,
        *rules: str,
        elsewhere: Mapping[str, int] | None = None,
        untold: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.where = where
        self.rules = rules
        self.elsewhere = elsewhere or {}
        self.untold = {
            spot: reason for text, reason in (untold or {}).items() for spot in spots(text)
        }

    def expected(self) -> list[Spot]:
        """The spots at which one of the rules must report."""
        return [
            (number, self.elsewhere.get(f"{number}:{line}", line))
            for number, line in ([] if self.where == "(many)" else spots(self.where))
            if (number, line) not in self.untold
        ]


def listed() -> list[str]:
    """The last column of each row of `MISTAKES.md`; empty where there is no corpus."""
    path = os.path.join(CORPUS, "MISTAKES.md")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        table = re.findall(r"^\|(?! *mistake |---)(.*)\|$", file.read(), re.MULTILINE)
    return [row.rpartition("|")[2].strip() for row in table]


ROWS = (
    Row("latest-tag", "(many)", "CR077"),
    Row(
        "unknown-annotation",
        "004:13,14,15,16 005:18,21,22,26,27 010:11 014:10 021:10,11,13 023:15,16,17 025:7 031:11 032:17,18,19 033:10 040:19,20,22 053:14,15,16 068:19,20,22,25 069:12,13,21,22,25 070:14 085:8 089:12 092:13,14 093:13,14,15,16,18 095:32 107:15 112:13,14,15,16 117:12,13,18,21 122:15,16,17,18 129:14,15 137:14,15 142:16 155:16,17,69,70",
        "CR020",
    ),
    Row(
        "port-in-env",
        "004:27 005:48 007:38 017:22 020:40 024:39 032:30 046:31 052:27 053:28 068:35 074:22 084:30 092:26 093:27 097:13 098:28 112:28 117:34 122:29 124:77 129:28 136:15 142:42 147:21",
        "CR012",
    ),
    Row(
        "annotation-level",
        "004:7 005:5,7,8,9 010:16 014:9 018:10 023:9 027:6 030:11 031:14 032:9 053:7 062:7 068:10 071:7 089:11 093:7 095:16 112:7 115:7 119:9 122:9 129:7 146:7",
        "CR021",
    ),
    Row("no-tag", "(many)", "CR078"),
    Row(
        "service-account-name",
        "001:15 005:35 006:18 045:23 047:18 051:15 057:12 061:18 062:15 076:18 087:34 103:16 125:19 139:15 142:25",
        "CR200",
        "CR201",
    ),
    Row(
        "secret-key",
        "006:28,33 023:34,39 032:38,43,48,53,58,63,68 046:39 062:31,36 070:29,34 088:27,32,37,42,47 093:40 112:36,41,46,51 129:38,43,48 153:23",
        "CR177",
        "CR178",
    ),
    Row(
        "server-metadata",
        "009:6,7,17,18 046:7 058:4 118:9,10,11,13,22 120:8,15 121:6 137:7 140:16 154:6 155:8,61",
        "CR026",
    ),
    Row(
        "plain-secret",
        "008:29,67,69 021:21,23 033:17,21,25,27 085:38,40,50,52 105:14 130:12 136:48 155:35",
        "CR210",
        untold={
            "008:29,67,69 033:17,21,25,27 085:38,40,50,52 105:14": "words to be filled in",
            "021:21,23 130:12 136:48 155:35": "dummies that no detector takes for a secret",
        },
    ),
    Row("unknown-field", "036:24,27,28 042:18,19 057:48 063:15 094:18 116:24,25", "CR001", "CR005"),
    Row(
        "long-startup",
        "005:82 053:37 117:56 129:69 142:123",
        "CR129",
        elsewhere={"005:82": 89, "053:37": 47, "117:56": 62, "129:69": 76, "142:123": 127},
    ),
    Row("gpu", "014:19,19 025:29 040:19,20 133:33", "CR020", "CR142", "CR148"),
    Row(
        "foreign-registry",
        "048:30 054:33 084:22 151:69",
        "CR076",
        untold={
            "048:30 054:33 084:22 151:69": "Cloud Run pulls public images of ghcr.io since July 2026"
        },
    ),
    Row("bad-name", "047:6 061:6 076:6", "CR002", "CR050"),
    Row("no-startup-probe", "047:36 061:36 076:35", "CR152"),
    Row("unquoted-version", "010:26,31,41,46,51,56,61 031:36", "CR002"),
    Row("job-level", "105:7 116:7", "CR003", "CR005"),
    Row("security-context", "005:104 103:56", "CR001", "CR006"),
    Row("namespace", "017:9 021:5", "CR009"),
    Row("probe-timeout", "018:58 046:59", "CR125"),
    Row("key-file", "144:15 146:49", "CR214"),
    Row("secret-mount", "039:36,37", "CR174", "CR175"),
    Row("unquoted-limit", "145:44", "CR002"),
    Row("misspelt-key", "100:5", "CR001"),
    Row("disk", "112:78", "CR001"),
    Row("several-documents", "155:55", "IN004"),
    Row("several-ports", "045:16", "CR084", elsewhere={"045:16": 15}),
    Row("no-image", "139:17", "CR074"),
    Row("value-outside-set", "070:6", "CR023"),
    Row("egress-alone", "109:32", "CR181"),
    Row("unattached-instance", "077:14", "CR196", elsewhere={"077:14": 15}),
    Row("two-targets", "146:75", "CR062"),
    Row("concurrency-below-1-cpu", "155:72", "CR104"),
    Row("always-on-below-1-cpu", "155:68", "CR105"),
    Row("always-on-below-512Mi", "155:68", "CR109"),
    Row("not-yaml", "149:28", "IN001"),
    Row(
        "empty-ports",
        "150:18",
        untold={"150:18": "the same list calls an empty `ports` right: gcloud drops it"},
    ),
    Row("database-in-memory", "034:26", "CR154"),
    Row("unmounted-volume", "099:64", "CR165"),
    Row("comment", "003:4", untold={"003:4": "what a comment promises is no part of the manifest"}),
)
