"""A company's own names beside the bundled ones: what was found by them is marked, and a shared name is not guessed."""

from pathlib import Path

import qualmap

overlay = Path(__file__).with_name("overlay")  # aliases.csv has the company's names
client = qualmap.Client.local(data=overlay)
for text in ["内部代码 FIN-07，2019年取得", "ACCA member", "ACA", "FRM"]:
    for mention in client.match(text, edition="1.0").mentions:
        meanings = " or ".join(candidate.id for candidate in mention.candidates)
        print(f"{mention.text}: {mention.outcome}, {meanings}, named by the {mention.named_by}")
        print("".join(f"  {reason.detail}\n" for reason in mention.reasons if reason.feature == "company_name"), end="")
