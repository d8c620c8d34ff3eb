"""lint.deploy.bash.builtins: the commands that change the state of the shell."""

from lint.deploy.file import DeployFile
from tests.deploy.bash.scripts import commands, lines


def folders(script, directory="."):
    return [command.directory for command in commands(script, directory)]


def test_cd():
    assert folders("cd a\ndocker build .\ncd ../b\ndocker build .\ncd -\ndocker build .") == [
        "a",
        "b",
        "a",
    ]
    assert folders("pushd a >/dev/null\ndocker build .\npopd\ndocker build .") == ["a", "."]
    assert folders("cd\ndocker build .") == [""]
    assert folders('cd "$DIR" || exit 1\ndocker build .') == [""]
    assert folders("cd ~/x\ndocker build .") == [""]
    assert folders("cd /srv/app/..\ndocker build .") == ["/srv"]


def test_set_and_shift():
    assert lines("set -euo pipefail\ngcloud $1") == ["gcloud ${arg1}"]
    assert lines("set -- a b c\nshift 2\ngcloud $1 $#") == ["gcloud c ${count}"]


def test_unset_and_read():
    assert lines("A=x\nunset A\ngcloud run $A") == ["gcloud run"]
    assert lines("A=x\nread -r A\ngcloud run $A") == ["gcloud run ${A}"]
    assert lines("A=x\nprintf -v A %s y\ngcloud run $A") == ["gcloud run ${A}"]


def test_eval_reads_its_words_again():
    assert lines("C='gcloud run deploy \"a b\"'\neval $C --x") == ["gcloud run deploy a b --x"]


def test_nothing_runs_behind_exit():
    assert lines("docker push a\nexit 0\ndocker push b") == ["docker push a"]
    assert lines("f() { return; docker push a; }\nf\ndocker push b") == ["docker push b"]


def test_a_sourced_file_is_read(tmp_path):
    (tmp_path / "env.sh").write_text(
        "REGION=us-east1\ndeploy() { gcloud run deploy $1 --region $REGION; }\n"
    )
    script = tmp_path / "deploy.sh"
    script.write_text("source ./env.sh\ndeploy api\n")
    file = DeployFile(str(script), script.read_bytes(), "deploy.sh", str(tmp_path))
    (found,) = commands(script.read_text(), str(tmp_path), file=file)
    assert " ".join(map(str, found.words)) == "gcloud run deploy api --region us-east1"
    assert found.words[-1].place.path.endswith("env.sh")


def test_a_sourced_file_that_is_not_there_may_set_everything():
    assert lines("A=x\nsource .env\ngcloud run $A") == ["gcloud run ${A}"]
    assert lines("A=x\nsource venv/bin/activate\ngcloud run $A") == ["gcloud run x"]


def test_tee_writes_files():
    (found,) = commands("tee a.yaml <<EOF\nx: $A\nEOF\ngcloud run services replace a.yaml")
    assert str(found.written["a.yaml"]) == "x: ${A}\n"
