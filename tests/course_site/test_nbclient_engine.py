import json
import sys

from course_site.execution.engine import Job, Step
from course_site.execution.nbclient_engine import NbclientEngine


def test_pages_run_under_this_interpreter_whatever_kernels_the_user_has(project, monkeypatch, tmp_path):
    spec = {"argv": ["/bin/false"], "display_name": "Python 3", "language": "python"}
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(json.dumps(spec))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "mine.py").write_text("mine = 1\n")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", "/nowhere")

    step = Step("import sys\nprint(sys.executable, 'mine' in globals())", 1, ())
    result = NbclientEngine().run(Job("p.md", (step,), 60, project.root, "cpu"))

    assert result.cells[0].text == f"{sys.executable} False"
