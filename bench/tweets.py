"""What the case `tweets` does: hashtags of tweets, counted in panes of a window. Prints `tag count`, sorted by bytes."""

import json
import sys
from collections import Counter

panes = [Counter() for _ in range(10)]
pane = panes[0]
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        tweet = json.loads(line)
        for tag in tweet["entities"]["hashtags"]:
            pane[tag["text"]] += 1
total = Counter()
for one in panes:
    total.update(one)
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
for line in sorted(f"{tag} {count}" for tag, count in total.items()):
    print(line)
