"""Recompute an answer's decision id from its record: `python recompute_decision_id.py RECORD.json ANSWER.json [EVIDENCE]`.

Prints the id; the exit status is 1 where the answer carries another one. EVIDENCE is the weakest that counted (`inferred`).
"""

import hashlib
import json
import sys
from pathlib import Path


def digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:16]


def canonical(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def recompute(record: dict, answer: dict, evidence: str = "inferred") -> str:
    credentials = [{"text": one} if isinstance(one, str) else one for one in record.get("credentials") or []]
    triples = [[one["text"], one.get("issuer"), one.get("country")] for one in credentials]
    facts = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in (record.get("facts") or {}).items()
        if value is not None
    }
    read = {
        "credentials": sorted(triples, key=canonical),
        "edition": answer["edition"],
        "minimum_evidence": evidence,
        "versions": answer["versions"],
    }
    parts = digest(canonical(read).encode("ascii")), digest(canonical(facts).encode("ascii")), record["ref"].encode("utf-8")
    return digest(b"".join(parts)).hex()


if __name__ == "__main__":
    record, answer = (json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:3])
    found = recompute(record, answer, *sys.argv[3:])
    sys.stdout.write(f"{found}\n")
    sys.exit(found != answer["decision_id"])
