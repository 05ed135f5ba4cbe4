import schemathesis
from schemathesis import Case
from hypothesis import settings, HealthCheck
import pytest, warnings
from tests.partners.bench import *
from werkzeug.serving import make_server
import threading, subprocess, sys

def test_it(bench, pair):
    machine=bench.machine(pair[0]); bench.issue(pair[0]); d=only_dispatch(machine)
    office=bench.staff("admin")
    srv=make_server("127.0.0.1",8766,bench.app,threaded=True)
    threading.Thread(target=srv.serve_forever,daemon=True).start()
    for name,t in (("machine",machine.token),("office",office.token)):
        r=subprocess.run([sys.executable.replace("python","schemathesis"),"run","http://127.0.0.1:8766/partners/api/v1/openapi.json","-H",f"Authorization: Bearer {t}","--max-examples","25","--phases","examples,coverage,fuzzing","--checks","not_a_server_error,content_type_conformance,response_schema_conformance,status_code_conformance","--no-color","--request-timeout","10","--exclude-name","none"],capture_output=True,text=True)
        print(r.stdout[-6000:], r.stderr[-2000:])
    srv.shutdown(); srv.server_close()
