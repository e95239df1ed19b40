"""Letters that several bodies award: ambiguous alone, settled by what stands beside, for review if that disagrees."""

import qualmap

client = qualmap.Client.local()
credentials = [
    qualmap.Credential("FCA"),
    qualmap.Credential("FCA", issuer="ICAEW"),
    qualmap.Credential("FCA", country="NG"),
    qualmap.Credential("FCA, Lagos"),
    qualmap.Credential("FCA (ICAEW)", issuer="CPA Australia"),
]
for credential in credentials:
    print(f"{credential.text!r}, issuer {credential.issuer}, country {credential.country}")
    for mention in client.match(credential, edition="1.0").mentions:
        print(f"  {mention.outcome}: {', '.join(one.id for one in mention.candidates)}")
        if mention.question:
            print(f"  {mention.question}")
