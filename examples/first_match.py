"""One credential: which qualifications it names, how they are claimed, and where they stand on the list."""

import qualmap

client = qualmap.Client.local()
answer = client.match("Fellow of ACCA; CFA Level II candidate", edition="1.0")

for mention in answer.mentions:
    print(f"{mention.text!r} at {mention.start}-{mention.end}: {mention.outcome}, {mention.claim}")
    if mention.qualification and mention.listing:
        print(f"  {mention.qualification.id}: {mention.qualification.name_en}")
        for row in mention.listing.categories:
            print(f"  category {row.category}: {row.evidence}, {row.source or row.reason}")
