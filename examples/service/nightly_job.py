"""Screen everybody whose record changed, with the service, and go on where a crash left off.

QUALMAP_BASE_URL=… QUALMAP_API_KEY=… python examples/service/nightly_job.py records.jsonl answers.jsonl
"""

import json
import sys
from pathlib import Path

import qualmap


def main(records: Path, answers: Path) -> None:
    """Read records, one JSON object a line; append answers."""
    with qualmap.Client(app_info="nightly-job/1.0") as client, records.open(encoding="utf-8") as lines:
        screened = client.screen_many(
            map(json.loads, lines), edition="3.0", concurrency=4, checkpoint=answers.with_suffix(".checkpoint")
        )
        with answers.open("a", encoding="utf-8") as out:
            for answer in screened:
                out.write(json.dumps(answer.to_dict(), ensure_ascii=False) + "\n")
                out.flush()
                if isinstance(answer, qualmap.Failure):
                    print(f"{answer.ref}: {answer.error}", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
