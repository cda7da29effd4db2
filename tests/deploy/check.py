"""Checks deploy/compose.yaml by the Compose specification, and the options of both files by the program's help."""
import json, pathlib, re, subprocess, sys

import yaml
from compose_spec import PyCompose

program = sys.argv[1]
text = pathlib.Path("deploy/compose.yaml").read_text()
# ${NAME:-default} as where nothing is set; merged by YAML's rules
compose = yaml.safe_load(re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text))
PyCompose.from_yaml(json.dumps(compose)).validate()
services = compose["services"]
commands = {f"compose.yaml: {name}": service["command"] for name, service in services.items()}
for name, service in services.items():
    for other in service.get("depends_on", []):
        assert other in services, f"compose.yaml: {name} depends on {other}, which is no service"

for document in yaml.safe_load_all(pathlib.Path("deploy/kubernetes.yaml").read_text()):
    pod = document["spec"].get("template", {}).get("spec", {"containers": []})
    volumes = {volume["name"] for volume in pod.get("volumes", [])}
    for container in pod["containers"]:
        name = f"kubernetes.yaml: {container['name']}"
        commands[name] = container["args"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == volumes, f"{name} mounts {mounted} of the volumes {volumes}"

if pathlib.Path(program).is_file():
    for name, (role, *arguments) in commands.items():
        help = subprocess.run([program, role, "--help"], capture_output=True, text=True, check=True).stdout
        for option in (argument.split("=")[0] for argument in arguments if argument.startswith("--")):
            assert re.search(rf"{option}\b", help), f"{name}: {role} has no option {option}"
    print(f"{len(commands)} commands say what the program knows")
else:
    print(f"skipped: no {program} to ask for its options")
