"""Many records at once: each distinct one is worked out once, and answers come in the order of the questions."""

import csv
from collections import Counter
from pathlib import Path

import qualmap

with Path(__file__).with_name("candidates.csv").open(encoding="utf-8", newline="") as lines:
    credentials = [
        qualmap.Credential(row["credential"], issuer=row["issuer"] or None, country=row["country"] or None)
        for row in csv.DictReader(lines)
    ]

client = qualmap.Client.local()
mentions = [mention for answer in client.match_many(credentials, edition="1.0") for mention in answer.mentions]

print(f"{len(credentials)} records, {len(mentions)} mentions")
for (outcome, claim), count in sorted(Counter((one.outcome, one.claim) for one in mentions).items()):
    print(f"{count:3}  {outcome}, {claim}")
