"""The mistakes that the corpus is known to hold, by row of its `MISTAKES.md`, in the same order.

A row says where the mistake is (the first three digits of the file name, then lines) and which
rules tell it. `elsewhere` gives the line at which we report where that is another one, with the
reason in a comment; `untold` are the places that we leave alone, by reason.
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
    Row('Image `:latest`', '(many)',),
    Row('Annotation that does not exist', '004:13,14,15,16 005:18,21,22,26,27 010:11 014:10 021:10,11,13 023:15,16,17 025:7 031:11 032:17,18,19 033:10 040:19,20,22 053:14,15,16 068:19,20,22,25 069:12,13,21,22,25 070:14 085:8 089:12 092:13,14 093:13,14,15,16,18 095:32 107:15 112:13,14,15,16 117:12,13,18,21 122:15,16,17,18 129:14,15 137:14,15 142:16 155:16,17,69,70',),
    Row('`PORT` set in `env` of the ingress container', '004:27 005:48 007:38 017:22 020:40 024:39 032:30 046:31 052:27 053:28 068:35 074:22 084:30 092:26 093:27 097:13 098:28 112:28 117:34 122:29 124:77 129:28 136:15 142:42 147:21',),
    Row('Known annotation at the wrong level', '004:7 005:5,7,8,9 010:16 014:9 018:10 023:9 027:6 030:11 031:14 032:9 053:7 062:7 068:10 071:7 089:11 093:7 095:16 112:7 115:7 119:9 122:9 129:7 146:7',),
    Row('Image without tag', '(many)',),
    Row('`serviceAccountName` is not an e-mail address', '001:15 005:35 006:18 045:23 047:18 051:15 057:12 061:18 062:15 076:18 087:34 103:16 125:19 139:15 142:25',),
    Row('`secretKeyRef.key` holds a Kubernetes key, not a version', '006:28,33 023:34,39 032:38,43,48,53,58,63,68 046:39 062:31,36 070:29,34 088:27,32,37,42,47 093:40 112:36,41,46,51 129:38,43,48 153:23',),
    Row('Server-set metadata committed (`ingress-status`, `client-name`, `operation-id`, `generation`)', '009:6,7,17,18 046:7 058:4 118:9,10,11,13,22 120:8,15 121:6 137:7 140:16 154:6 155:8,61',),
    Row('Secret as plain env value', '008:29,67,69 021:21,23 033:17,21,25,27 085:38,40,50,52 105:14 130:12 136:48 155:35',),
    Row('Field that is not in the Cloud Run API', '036:24,27,28 042:18,19 057:48 063:15 094:18 116:24,25',),
    Row('Startup probe window (period x threshold) above 240 s without GPU', '005:82 053:37 117:56 129:69 142:123',),
    Row('GPU wrongly asked for', '014:19,19 025:29 040:19,20 133:33',),
    Row('Image on ghcr.io or quay.io', '048:30 054:33 084:22 151:69',),
    Row('Service name not a DNS label', '047:6 061:6 076:6',),
    Row('Container others depend on has no startup probe', '047:36 061:36 076:35',),
    Row('Secret version unquoted (`key: 1`)', '010:26,31,41,46,51,56,61 031:36',),
    Row('Job without `spec.template.spec.template.spec`', '105:7 116:7',),
    Row('`securityContext` with Kubernetes fields', '005:104 103:56',),
    Row('`namespace: default`', '017:9 021:5',),
    Row('Probe `timeoutSeconds` greater than `periodSeconds`', '018:58 046:59',),
    Row('`GOOGLE_APPLICATION_CREDENTIALS` set to a key file', '144:15 146:49',),
    Row('Secret mount: `subPath`, or mountPath that names a file', '039:36,37',),
    Row('Unquoted number in `resources.limits` (`cpu: 1`)', '145:44',),
    Row('Misspelt key (`annotaions`)', '100:5',),
    Row('Volume type Cloud Run does not have (`persistentVolumeClaim`)', '112:78',),
    Row('Several documents in one file', '155:55',),
    Row('More than one container with `ports`', '045:16',),
    Row('Image missing or empty', '139:17',),
    Row('Value outside the allowed set', '070:6',),
    Row('`vpc-access-egress` with no connector and no network-interfaces', '109:32',),
    Row('Cloud SQL connection name in env, no annotation, no proxy', '077:14',),
    Row('`revisionName` together with `latestRevision: true`', '146:75',),
    Row('cpu below 1 with concurrency above 1', '155:72',),
    Row('cpu below 1 with CPU always on', '155:68',),
    Row('CPU always on with less than 512Mi', '155:68',),
    Row('Does not parse as YAML', '149:28',),
    Row('Empty `ports:` key', '150:18',),
    Row('Data kept where it is lost (SQLite)', '034:26',),
    Row('Volume never mounted', '099:64',),
    Row('Comment says internal only, `ingress` not set (default all)', '003:4',),
)
