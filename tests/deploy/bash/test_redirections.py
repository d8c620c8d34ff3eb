"""lint.deploy.bash.redirections: files that a script writes, and what it pipes."""

from tests.deploy.bash.scripts import commands


def written(script, directory="."):
    return {
        path: None if text is None else str(text)
        for path, text in commands(script, directory)[-1].written.items()
    }


def test_here_documents():
    assert written("A=1\ncat > s.yaml <<EOF\na: $A\nb: \\$B\nc: ${C}\nEOF\ndocker push x") == {
        "s.yaml": "a: 1\nb: $B\nc: ${C}\n"
    }
    assert written("cat <<'EOF' > s.yaml\na: $A\nEOF\ndocker push x") == {"s.yaml": "a: $A\n"}
    assert written("cat <<-EOF > s.yaml\n\ta: 1\n\tEOF\ndocker push x", "d") == {
        "d/s.yaml": "a: 1\n"
    }
    assert written("cat > s <<EOF\na\nEOF\ncat >> s <<EOF\nb\nEOF\ndocker push x") == {
        "s": "a\nb\n"
    }


def test_what_a_program_writes_is_unknown():
    assert written("sed s/a/b/ t.yaml > s.yaml\ndocker push x") == {"s.yaml": None}
    assert written("envsubst < t > s.yaml && docker push x") == {"s.yaml": None}
    assert written("(cd a; make > b)\ndocker push x >/dev/null 2>log") == {"a/b": None}
    assert written("cat a b > c\ndocker push x") == {"c": None}


def test_places_of_a_here_document():
    (found,) = commands("gcloud run services replace - <<EOF\na: $B\nEOF\n")
    assert found.stdin is not None
    assert [(piece.text, piece.line, piece.column) for piece in found.stdin.pieces] == [
        ("a: ", 2, 1),
        ("${B}", 2, 4),
        ("\n", 2, 6),
    ]


def test_pipes():
    (found,) = commands("cat <<EOF | gcloud run services replace -\na: 1\nEOF\n")
    assert str(found.stdin) == "a: 1\n"
    (found,) = commands("echo a | gcloud run services replace -")
    assert str(found.stdin) == "a"
    (found,) = commands("X=1\nyes | X=2 | gcloud run deploy $X")
    assert str(found.words[-1]) == "1"
    assert found.stdin is None
