"""How a confidence comes about: contributions in log-odds that add up to it."""

import math

import qualmap

client = qualmap.Client.local()
for text in ["CISA (Certified Information Systems Auditor)", "CISA training course"]:
    print(text)
    for mention in client.match(text, edition="1.0").mentions:
        for reason in mention.reasons:
            print(f"  {reason.contribution:+.4f}  {reason.feature}: {reason.detail}")
        log_odds = sum(reason.contribution for reason in mention.reasons)
        print(f"  {log_odds:+.4f}  in all, which is a probability of {1 / (1 + math.exp(-log_odds)):.4f}")
        print(f"  {mention.outcome} with a confidence of {mention.confidence}")
