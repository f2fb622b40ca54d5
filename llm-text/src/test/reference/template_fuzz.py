"""Random but well-meant Jinja: expressions of every operator, filter, test and method that Burnish supports, and snippets of statements and whitespace."""

import re

VARIABLES = {
    "n": 7,
    "m": -3,
    "zero": 0,
    "f": 2.5,
    "large": 1e22,
    "small": 0.00001,
    "s": "Hello, World",
    "t": " \t mixed-case (wörds) Here\n second  line\n\n",
    "u": "żółw 🐢 ß ΑΣ don't \"x\"\u2028\x07",
    "e": "",
    "digits": "42",
    "b": True,
    "no": False,
    "z": None,
    "l": [3, 1, 2, 1],
    "w": ["b", "A", "c", "a", "B"],
    "empty": [],
    "mixed": [1, "a", None, True, 2.0, [1]],
    "d": {"b": 1, "a": [1, 2], "C": None, "items": "own", "é": {"x": "<&>"}},
    "o": [{"name": "x", "n": 1, "on": True}, {"name": "Y", "n": 2.0, "on": False}, {"name": "z", "in": {"k": "v"}}],
}


def comparable(text):
    """No address in memory, complex number, marked-up string or whole number of more than 64 bits: Burnish has none of them."""
    return not re.search(r" at 0x|<built-in|<function|<class|jinja2\.|<bound|TemplateDict|Markup\(|\dj\)|\d{19}", text)


class Grammar:
    def __init__(self, rng):
        self.rng = rng

    def pick(self, *options):
        return self.rng.choice(options)

    def any(self, depth):
        if self.rng.random() < 0.04:
            return self.pick("missing", "z", "d.missing", "missing.x", "l[9]")
        return self.pick(self.number, self.text, self.list, self.map, self.flag, self.text, self.number)(depth)

    def loose(self, kind, depth):
        """Mostly of the kind; sometimes not, to meet Python's errors."""
        return self.any(depth) if self.rng.random() < 0.05 else kind(depth)

    def number(self, depth):
        if depth <= 0:
            return self.pick("n", "m", "zero", "1", "2", "10", "f", "b")
        a = lambda: self.loose(self.number, depth - 1)
        return self.pick(
            lambda: f"({a()} {self.pick('+', '-', '*')} {a()})",
            lambda: f"{a()} {self.pick('+', '-', '*')} {a()}",
            lambda: f"{self.pick('n', 'm', 'zero', '10')} % {self.pick('2', '3', 'm', 'zero')}",
            lambda: f"-{a()}",
            lambda: f"{self.loose(self.list, depth - 1)}|length",
            lambda: f"{self.text(depth - 1)}|count",
            lambda: f"{self.pick('l', 'w', 'range(5)|list')}|{self.pick('first', 'last')}",
            lambda: f"{self.text(depth - 1)}.find({self.text(0)})",
            lambda: f"l[{self.pick('0', '-1', '1', 'm', '5')}]",
        )()

    def string(self):
        return self.pick(
            "'a'", '"b"', "''", "'o'", "'l' 'l'", "'\\n'", "'\\t x'", "'\\u017c'", "'\\x41\\q\\\\'", "'it\\'s'", "' '", "', '", "'-'", "'🐢'", "'ß'"
        )

    def text(self, depth):
        if depth <= 0:
            return self.pick("s", "t", "u", "e", "digits", self.string(), self.string())
        a = lambda: self.loose(self.text, depth - 1)
        n = lambda: self.pick("0", "1", "2", "3", "5", "-1", "-2", "")
        return self.pick(
            lambda: f"{a()} + {a()}",
            lambda: f"{self.any(depth - 1)} ~ {a()}",
            lambda: f"({a()} ~ {self.any(depth - 1)} ~ {a()})",
            lambda: f"{a()} * {self.pick('2', '0', '-1', '3')}",
            lambda: f"{a()}|{self.pick('trim', 'upper', 'lower', 'capitalize', 'string', 'safe', 'reverse')}",
            lambda: f"({a()})|trim({self.string()})",
            lambda: f"({a()})|replace({self.string()}, {self.string()})",
            lambda: f"({self.any(depth - 1)})|tojson(" + self.pick("", "indent=2", "indent=0", "ensure_ascii=true", "sort_keys=true", "separators=(',', ':')", "indent=1, sort_keys=true") + ")",
            lambda: f"({self.any(depth - 1)})|string",
            lambda: f"{self.list(depth - 1)}|join({self.pick('', self.string(), 'd=' + self.string())})",
            lambda: f"({a()}).{self.pick('strip', 'lstrip', 'rstrip')}({self.pick('', self.string())})",
            lambda: f"({a()}).{self.pick('upper', 'lower', 'capitalize')}()",
            lambda: f"({a()}).replace({self.string()}, {self.string()})",
            lambda: f"{self.string()}.join({self.pick('w', '[s, t]', 'd', 's', 'l')})",
            lambda: f"({a()})[{n()}:{n()}]",
            lambda: f"({a()})[{n()}:{n()}:{self.pick('1', '2', '-1', '-2', '')}]",
            lambda: f"({a()})[{self.pick('0', '-1', '1', '99')}]",
            lambda: f"({a()} if {self.flag(depth - 1)} else {a()})",
            lambda: f"({self.any(depth - 1)})|default({self.string()}{self.pick('', ', true')})",
            lambda: "d" + self.pick(".b", "['a']", ".C", ".missing", "['items']", "['é'].x", ".é", ".get('b')", ".get('q', 5)", ".get('q')"),
        )()

    def list(self, depth):
        if depth <= 0:
            return self.pick("l", "w", "empty", "mixed", "[1, 'a']", "(1, 2)", "(s,)", "()", "range(4)|list", "range(1, 9, 3)|list", "range(5, 0, -2)|list", "o")
        a = lambda: self.loose(self.list, depth - 1)
        return self.pick(
            lambda: f"[{self.any(depth - 1)}, {self.any(depth - 1)}]",
            lambda: f"({self.any(depth - 1)}, {self.any(depth - 1)})",
            lambda: f"{self.pick('l', 'w', 'mixed')} + {self.pick('l', 'w', 'o', '[s]', 's', 'missing')}",
            lambda: f"({a()})[{self.pick('', '1', '-2')}:{self.pick('', '2', '-1')}{self.pick('', ':-1', ':2')}]",
            lambda: f"({a()})|{self.pick('list', 'reverse|list')}",
            lambda: f"({a()})|{self.pick('select', 'reject')}({self.pick('', repr('string'), repr('number'), repr('equalto') + ', 1', repr('none'), repr('in') + ', [1, 2]', repr('ne') + ', 1')})|list",
            lambda: f"o|{self.pick('selectattr', 'rejectattr')}({self.pick(repr('on'), repr('n') + ', ' + repr('defined'), repr('name') + ', ' + repr('eq') + ', ' + repr('x'), repr('in.k') + ', ' + repr('string'))})|list",
            lambda: f"({a()})|map({self.pick(repr('string'), repr('upper'), repr('tojson'), repr('default') + ', 1')})|list",
            lambda: f"o|map(attribute={self.pick(repr('name'), repr('n'), repr('n') + ', default=0', repr('in') + ', default=s')})|list",
            lambda: f"({self.text(depth - 1)}).split({self.pick('', self.string(), self.string() + ', 1', 'none, 1', 'maxsplit=1')})",
            lambda: f"({self.text(depth - 1)})|list",
            lambda: f"d{self.pick('.keys()', '.values()', '.items()')}|list",
            lambda: f"d|{self.pick('items|list', 'dictsort', 'list')}",
        )()

    def map(self, depth):
        if depth <= 0:
            return self.pick("d", "{'k': n}", "o[0]", "{'a': s, 'b': {'c': [1, (2,)]}}", "d['é']")
        return self.pick(
            lambda: f"{{'x': {self.any(depth - 1)}, {self.string()}: {self.any(depth - 1)}}}",
            lambda: f"o[{self.pick('0', '1', '-1')}]",
        )()

    def flag(self, depth):
        if depth <= 0:
            return self.pick("b", "no", "n", "s", "empty", "z")  # no literals: jinja2 folds them while it compiles, with other errors
        a, b = lambda: self.any(depth - 1), lambda: self.flag(depth - 1)
        same = self.pick(self.number, self.text)
        return self.pick(
            lambda: f"({same(depth - 1)}) {self.pick('==', '!=', '<', '<=', '>', '>=')} ({self.loose(same, depth - 1)})",
            lambda: f"({a()}) {self.pick('==', '!=')} ({a()})",
            lambda: f"({b()}) {self.pick('and', 'or')} ({b()})",
            lambda: f"n {self.pick('and', 'or')} not e {self.pick('==', '<')} s {self.pick('and', 'or')} {self.pick('zero', 'b')}",
            lambda: f"not ({b()})",
            lambda: f"({a()}) {self.pick('in', 'not in')} {self.pick(self.list, self.map)(0)}",
            lambda: f"{self.text(0)} {self.pick('in', 'not in')} ({self.text(depth - 1)})",
            lambda: f"({a()}) is {self.pick('', 'not ')}{self.pick('defined', 'undefined', 'none', 'string', 'mapping', 'iterable', 'sequence', 'number', 'integer', 'float', 'boolean', 'true', 'false')}",
            lambda: f"({self.pick('n', 'm', 'zero', '10')}) is {self.pick('odd', 'even', 'divisibleby 3', 'divisibleby(2)', 'eq 7', 'ne(1)', 'in [1, 7]')}",
            lambda: f"({self.text(depth - 1)}) is " + self.pick("equalto s", "in t", "eq('a')"),
            lambda: f"({self.text(depth - 1)}).{self.pick('startswith', 'endswith')}(" + self.pick(self.string(), "('H', 'd')") + ")",
        )()


def expressions(rng, count):
    grammar = Grammar(rng)
    return ["{{ " + grammar.any(rng.choice([1, 2, 2, 3])) + " }}" for _ in range(count)]


class Snippets(Grammar):
    captured = False

    def capture(self, inner):
        """A body in which no generation block may stand."""
        outer, self.captured = self.captured, True
        body = inner()
        self.captured = outer
        return body

    def gap(self):
        return self.pick("", " ", "\n", "\n\n", "  \n  ", "\t", "x", " y ", "\nz\n    ", "}} { ", "{ {. ", "%}", "#}")

    def tag(self, code):
        return "{%" + self.pick("", "", "-", "+") + self.pick(" ", "", "\n ") + code + self.pick(" ", "", "\n") + self.pick("", "", "-", "+") + "%}"

    def output(self, code):
        return "{{" + self.pick("", "", "-") + " " + code + " " + self.pick("", "", "-") + "}}"

    def body(self, depth):
        return "".join(self.gap() + self.statement(depth) for _ in range(self.rng.choice([1, 1, 2, 3]))) + self.gap()

    def statement(self, depth):
        if depth <= 0:
            return self.pick(
                lambda: self.output(self.any(0)),
                lambda: self.output(self.pick("x", "y", "ns.v", "loop.index if loop is defined", "f1(1)", "f1(b=x)", "f2()")),
                lambda: "{#" + self.pick("", "-", "+") + self.pick(" c ", "\n", "{{ n }}", " - ") + self.pick("", "-", "+") + "#}",
                lambda: self.tag("set x = " + self.any(1)),
                lambda: self.tag("set ns.v = (ns.v|string)[-9:] ~ " + self.any(0)),
                lambda: self.gap(),
            )()
        inner = lambda: self.body(depth - 1)
        if self.rng.random() < 0.1 and not self.captured:
            return self.tag("generation") + self.capture(inner) + self.tag("endgeneration")
        return self.pick(
            lambda: self.tag(f"if {self.flag(1)}") + inner() + self.tag("endif"),
            lambda: self.tag(f"if {self.flag(1)}") + inner() + self.tag(f"elif {self.flag(1)}") + inner() + self.tag("else") + inner() + self.tag("endif"),
            lambda: self.tag(f"for x in {self.list(1)}") + inner() + self.loop_part() + self.tag("endfor"),
            lambda: self.tag(f"for x in {self.list(0)} if {self.pick('x', 'x is string', 'not ns.v', 'x != 1', 'loop is defined')}") + inner() + self.loop_part() + self.tag("else") + inner() + self.tag("endfor"),
            lambda: self.tag(f"for x, y in {self.pick('d.items()', 'd|dictsort', 'd|items', '[(1, 2), [3, 4]]')}") + inner() + self.loop_part() + self.tag("endfor"),
            lambda: self.tag(f"for x in range({self.pick('3', '1, 3', '5, n, -2', '6, 1, m')})") + inner() + self.loop_part() + self.tag("endfor"),
            lambda: self.tag("set x") + self.capture(inner) + self.tag("endset"),
            lambda: self.tag("macro f3(a, b='d', c=a)") + self.output("a ~ b ~ c") + self.capture(inner) + self.tag("endmacro") + self.output("f3(x, c=y)"),
        )()

    def loop_part(self):
        part = self.output(
            self.pick("loop.index", "loop.index0", "loop.first", "loop.last", "loop.length", "loop.revindex", "loop.revindex0", "loop.previtem", "loop.nextitem", "loop['index']", "loop.nothing")
        )
        end = self.tag(f"if {self.pick('loop.last', 'x == 1', 'loop.index == 2', 'ns.v')}") + self.tag(self.pick("break", "continue")) + self.tag("endif")
        return self.pick(part, part + end, end + part, "")


def snippets(rng, count):
    grammar = Snippets(rng)
    start = "{% set ns = namespace(v='') %}{% macro f1(a, b=n) %}<{{ a ~ b }}>{% endmacro %}{% macro f2() %}{{ x }}{% endmacro %}"
    return [start + grammar.body(rng.choice([0, 1, 1, 2, 2, 3])) + rng.choice(["", "\n", "\n\n", "\r\n"]) for _ in range(count)]
