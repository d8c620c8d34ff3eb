"""Generated programs whose branches depend on env vars: which of them run, the interpreter says."""

from __future__ import annotations

import random

VALUES = ("worker", "web", "Worker", " web ", "1", "0", "")
NAMES = ("MODE", "MODE", "MODE", "ROLE", "ROLE", "ROLE", "NUMBER", "NUMBER", "SECRET", "LATE")
MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - image: us-docker.pkg.dev/p/r/web:1
          env:
            - {name: SET, value: 'yes'}
"""
SECRET = """\
            - name: SECRET
              valueFrom: {secretKeyRef: {name: s, key: '1'}}
"""


class Branches:
    """One program, `main.py`. `env` is set where it runs; `manifest` states all but a secret's value.

    `gone` are the modules that it lacks, each imported in one place.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        chance = self.chance
        self.seed = seed
        self.gone: list[str] = []
        self.number = 0
        self.env = {"SET": "yes"}
        for name in ("MODE", "ROLE"):
            if chance.random() < 0.75:
                self.env[name] = chance.choice(VALUES)
        if chance.random() < 0.6:
            self.env["NUMBER"] = chance.choice(["1", "2", "10"])
        lines = "".join(
            f"            - {{name: {name}, value: '{value}'}}\n"
            for name, value in self.env.items()
            if name != "SET"
        )
        if chance.random() < 0.3:
            self.env["SECRET"] = chance.choice(VALUES[:2])
            lines += SECRET
        self.manifest = MANIFEST + lines
        body = ["import os", "import sys", "from os import environ, getenv"]
        body += [f"FIRST = {self.value()}", f"SECOND: str = {self.value()}", "FIXED = False"]
        body.append("class Config:")
        body += ["    mode = " + self.value(), "    fixed = 'web'"]
        for _ in range(chance.randint(2, 5)):
            body += self.statement(0, False)
        self.text = "\n".join(body) + "\n"

    def __repr__(self) -> str:
        return f"<{self.seed} {self.env}>"

    def read(self) -> str:
        """An expression that reads a variable: a text or None."""
        name = self.chance.choice(NAMES)
        return self.chance.choice(
            (
                f"os.environ.get('{name}')",
                f"os.getenv('{name}', 'web')",
                f"environ.get('{name}', '')",
                f"getenv('{name}', default='worker')",
            )
        )

    def value(self) -> str:
        chance = self.chance
        return chance.choice(
            (
                self.read(),
                self.read(),
                f"({self.read()} or 'web').lower()",
                f"({self.read()} or '').strip()",
                f"{self.read()} or 'worker'",
                f"'web' if {self.read()} else 'worker'",
                f"str({self.read()})",
            )
        )

    def operand(self) -> str:
        return self.chance.choice((self.value(), "FIRST", "SECOND", "FIRST", "Config.fixed"))

    def test(self, depth: int = 0) -> str:
        chance = self.chance
        one = chance.choice(VALUES)
        forms = [
            f"{self.operand()} == {one!r}",
            f"{self.operand()} != {one!r}",
            f"{self.operand()} in ('worker', '1')",
            f"{self.operand()} not in ['web', '']",
            f"{self.operand()}",
            f"not {self.operand()}",
            f"{self.operand()} is None",
            f"{self.operand()} is not None",
            f"'{chance.choice(NAMES)}' in os.environ",
            f"'{chance.choice(NAMES)}' not in environ",
            f"int(os.getenv('NUMBER', '3')) > {chance.randint(0, 5)}",
            f"bool({self.operand()})",
            f"str({self.operand()}).startswith('w')",
            "FIXED",
            "os.environ['SET'] == 'yes'",
            "len(sys.argv) > 100",
            f"(kept := {self.operand()}) == 'worker'",
        ]
        if depth < 2:
            left, right = self.test(depth + 1), self.test(depth + 1)
            forms += [f"({left}) and ({right})", f"({left}) or ({right})", f"not ({left})"]
            forms += [f"(\n    {left}\n    and {right}\n)"]
        return chance.choice(forms)

    def leaf(self) -> list[str]:
        """A statement that tells that it has run: an import of a module that there is not."""
        if self.chance.random() < 0.3:
            return ["x = 1"]
        name = f"gone_{len(self.gone)}"
        self.gone.append(name)
        return [self.chance.choice((f"import pkg.{name}", f"from pkg import {name}"))]

    def block(self, depth: int, inside: bool) -> list[str]:
        lines: list[str] = []
        for _ in range(self.chance.randint(1, 2)):
            lines += self.statement(depth + 1, inside)
        return ["    " + line for line in lines]

    def statement(self, depth: int, inside: bool) -> list[str]:
        chance = self.chance
        if depth > 2:
            return self.leaf()
        kind = chance.choice(
            ["if"] * 10
            + ["match", "function", "function", "loop", "try", "class", "local", "shadow", "leaf", "leaf"]
            + ["change", "again", "early", "decorated", "global", "one-line"]
        )  # fmt: skip
        self.number += 1
        name = f"f{self.number}"
        if kind == "if":
            lines = [f"if {self.test()}:", *self.block(depth, inside)]
            if chance.random() < 0.3:
                lines += [f"elif {self.test()}:", *self.block(depth, inside)]
            if chance.random() < 0.6:
                lines += ["else:", *self.block(depth, inside)]
            return lines
        if kind == "match":
            lines = [f"match {self.operand()}:"]
            for pattern in chance.sample(["'worker'", "'web' | 'Worker'", "None", "''"], 2):
                lines += [f"    case {pattern}:", *("    " + x for x in self.block(depth, inside))]
            if chance.random() < 0.5:
                lines += ["    case _:", *("    " + line for line in self.block(depth, inside))]
            return lines
        if kind == "function":
            called = [f"{name}()"] if chance.random() < 0.8 else []
            return [f"def {name}():", *self.block(depth, True), *called]
        if kind == "local":
            return [
                f"def {name}():",
                f"    mode = {self.value()}",
                f"    if mode == {chance.choice(VALUES)!r}:",
                *("    " + line for line in self.block(depth, True)),
                f"{name}()",
            ]
        if kind == "shadow":
            return [
                f"def {name}(FIRST, environ={{'MODE': 'worker'}}):",
                f"    if FIRST == 'worker' or environ.get('MODE') == {chance.choice(VALUES)!r}:",
                *("    " + line for line in self.block(depth, True)),
                f"{name}('worker')",
            ]
        if kind == "loop":
            return [f"for _ in {chance.choice(('(1,)', 'range(1)', 'sys.argv'))}:", *self.block(depth, inside)]  # fmt: skip
        if kind == "try":
            handled = chance.choice(("ZeroDivisionError", "ImportError", "KeyError"))
            return ["try:", *self.block(depth, inside), f"except {handled}:", "    pass"]
        if kind == "class":
            return [f"class C{self.number}:", f"    mode = {self.value()}", "    if mode == 'worker':", *("    " + line for line in self.block(depth, inside))]  # fmt: skip
        if kind == "change":
            return [
                chance.choice(
                    ("os.environ['LATE'] = 'worker'", "os.environ.setdefault('LATE', 'web')")
                )
            ]
        if kind == "again":
            return [f"{name} = {self.value()}", f"if {self.test()}:", f"    {name} = 'worker'", f"if {name} == 'worker':", *self.block(depth, inside)]  # fmt: skip
        if kind == "early":
            end = chance.choice(("sys.exit(0)", "sys.exit()", "exit()"))
            if not depth and not inside:
                return [f"if {self.test()}:", f"    {end}"]
            end = "return"
            return [f"def {name}():", f"    if {self.test()}:", f"        {end}", *self.block(depth, True), f"{name}()"]  # fmt: skip
        if kind == "decorated":
            return [f"if {self.test()}:", "    @staticmethod", f"    def {name}():", *("    " + line for line in self.block(depth, True)), "else:", *self.block(depth, inside)]  # fmt: skip
        if kind == "global":
            return [
                f"G{self.number} = 'web'",
                f"def {name}():",
                f"    global G{self.number}",
                f"    G{self.number} = {self.value()}",
                f"{name}()",
                f"if G{self.number} == 'worker':",
                *self.block(depth, inside),
            ]
        if kind == "one-line":
            return [f"if {self.test(2)}: {self.leaf()[0]}"]
        return self.leaf()
