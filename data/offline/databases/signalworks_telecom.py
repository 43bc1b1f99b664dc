"""signalworks_telecom: a telephone and internet provider. snake_case singular with clipped words (nm, amt, qty), declared keys, days as ISO text (_dt), moments as unix
seconds (_ts), state letters with a look-up, traffic in MB and minutes, bills each quarter; NULL = running, not paid, shipped, returned or closed, no limit."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE cust (cust_id INTEGER PRIMARY KEY, cust_nm TEXT NOT NULL, cust_typ TEXT NOT NULL, email TEXT, bill_city TEXT, svc_city TEXT, reg_ts INTEGER, paperless INTEGER, is_vip INTEGER, ref_cust_id INTEGER REFERENCES cust(cust_id));
CREATE TABLE plan (plan_cd TEXT PRIMARY KEY, plan_nm TEXT NOT NULL, svc_typ TEXT NOT NULL, mth_amt REAL NOT NULL, data_gb INTEGER, dl_mbps INTEGER, min_term_mth INTEGER, on_sale INTEGER);
CREATE TABLE agt (agt_id INTEGER PRIMARY KEY, agt_nm TEXT NOT NULL, job TEXT, site TEXT, sup_agt_id INTEGER REFERENCES agt(agt_id), hire_dt TEXT, left_dt TEXT);
CREATE TABLE contr_stat (stat_cd TEXT PRIMARY KEY, stat_nm TEXT);
CREATE TABLE contr (contr_id INTEGER PRIMARY KEY, cust_id INTEGER NOT NULL REFERENCES cust(cust_id), plan_cd TEXT NOT NULL REFERENCES plan(plan_cd), start_dt TEXT NOT NULL, end_dt TEXT, stat_cd TEXT REFERENCES contr_stat(stat_cd),
  disc_pct INTEGER, sold_by_agt_id INTEGER REFERENCES agt(agt_id), chan TEXT, end_rsn TEXT);
CREATE TABLE dev (dev_id INTEGER PRIMARY KEY, contr_id INTEGER NOT NULL REFERENCES contr(contr_id), dev_typ TEXT, brand TEXT, model TEXT, price_amt REAL, wt_g INTEGER, ship_ts INTEGER, ret_ts INTEGER, is_rented INTEGER);
CREATE TABLE usg (contr_id INTEGER REFERENCES contr(contr_id), mth TEXT, data_mb INTEGER, roam_mb INTEGER, call_min INTEGER, PRIMARY KEY (contr_id, mth));
CREATE TABLE bill (bill_id INTEGER PRIMARY KEY, cust_id INTEGER NOT NULL REFERENCES cust(cust_id), bill_dt TEXT, due_dt TEXT, paid_ts INTEGER, pay_mthd TEXT, remind_qty INTEGER);
CREATE TABLE item_typ (item_cd TEXT PRIMARY KEY, item_nm TEXT);
CREATE TABLE bill_item (bill_id INTEGER REFERENCES bill(bill_id), line_no INTEGER, contr_id INTEGER REFERENCES contr(contr_id), item_cd TEXT REFERENCES item_typ(item_cd), qty INTEGER, unit_amt REAL, PRIMARY KEY (bill_id, line_no));
CREATE TABLE tkt (tkt_id INTEGER PRIMARY KEY, cust_id INTEGER NOT NULL REFERENCES cust(cust_id), topic TEXT, prio TEXT, stat TEXT, open_ts INTEGER, close_ts INTEGER, taken_by_agt_id INTEGER REFERENCES agt(agt_id), asgn_agt_id INTEGER REFERENCES agt(agt_id), csat INTEGER);
CREATE VIEW bill_tot AS SELECT b.bill_id, b.cust_id, b.bill_dt, ROUND(SUM(i.qty * i.unit_amt), 2) AS tot_amt FROM bill b JOIN bill_item i ON i.bill_id = b.bill_id GROUP BY b.bill_id;
"""
PLANS = [("MB-S", "Pocket Start", "mobile", 8.99, 3, None, 1, 1), ("MB-M", "Pocket Plus", "mobile", 16.99, 15, None, 12, 1), ("MB-L", "Pocket Max", "mobile", 29.99, 60, None, 24, 1), ("MB-U", "Roamer Free", "mobile", 44.99, None, None, 24, 1), ("MB-K", "Pocket Kids", "mobile", 5.99, 1, None, 1, 1),
         ("FB-100", "Glass 100", "fibre", 32.5, None, 100, 24, 1), ("FB-250", "Glass 250", "fibre", 39.9, None, 250, 24, 1), ("FB-1G", "Glass Giga", "fibre", 59.9, None, 1000, 24, 1), ("DS-16", "Copper 16", "dsl", 24.9, None, 16, 12, 0), ("DS-50", "Copper 50", "dsl", 31.9, None, 50, 24, 0),
         ("LL-1", "Homeline", "landline", 12.5, None, None, 12, 1), ("LL-B", "Desk Line Trio", "landline", 27.0, None, None, 24, 1), ("FB-BZ", "Glass Office", "fibre", 119.0, None, 600, 36, 1), ("TV-1", "Screenbox", "tv", 14.5, None, None, 12, 1)]
AGTS = [("Rosalind Achterberg", "director", None), ("Tobias Wrenfield", "team lead", 1), ("Marisol Quintero", "team lead", 1), ("Henrik Solbakken", "team lead", 1), ("Yasmin Odell", "sales", 2), ("Piotr Grabski", "sales", 2), ("Dana Coveney", "sales", 2), ("Leopold Finch", "sales", 2), ("Amara Nwosu", "support", 3), ("Callum Rigby", "support", 3), ("Inês Falcão", "support", 3),
        ("Jarek Molnar", "support", 3), ("Tilda Hargreave", "support", 3), ("Osman Tekin", "technician", 4), ("Freya Lindqvist", "technician", 4), ("Bram Oosterhuis", "technician", 4), ("Vic Standish", "support", 9), ("Shira Kaplan", "billing clerk", 3)]
CITIES = ["Harrowgate Bay", "Kingsmere", "Port Ellan", "Thornby", "Westlock", "Ashdale", "Millrace"]
FN = "Agnes Boris Duncan Esme Farid Gwen Imogen Kiran Lottie Malik Orla Yusuf".split()
LN = "Ainsworth Eastlake Jessop Lomax Okafor Rahman Tolland Vance".split()
FIRMS = "Beacon Dental|Copperpot Catering|Driftwood Surf School|Elm Street Garage|Granite Law|Halfmoon Bakery|Inkwell Printers|Kestrel Couriers".split("|")
ITEMS = [("FEE", "monthly fee"), ("DATA", "extra data"), ("INTL", "calls abroad"), ("ROAM", "roaming"), ("ACT", "activation"), ("LATE", "late payment charge"), ("CRED", "credit note")]
DEVS = {"mobile": [("phone", "Novaphone", "N7", 429, 174), ("phone", "Novaphone", "N9 Pro", 899, 201), ("phone", "Tavira", "Lite 3", 189, 160), ("phone", "Orbix", "One", 639, 188), ("tablet", "Orbix", "Slate 10", 359, 480)], "fibre": [("router", "Heliolink", "HX2", 119, 540), ("router", "Heliolink", "HX5", 229, 760), ("repeater", "Meshly", "Dot", 69, 190)],
        "dsl": [("router", "Heliolink", "DSL-1", 79, 410)], "landline": [("handset", "Corda", "Talk 2", 45, 230), ("handset", "Corda", "Office 8", 149, 690)], "tv": [("set-top box", "Vuebox", "V4K", 139, 610)]}


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(1876); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    END = date(2025, 7, 10); ts = lambda d, h=None: (d - date(1970, 1, 1)).days * 86400 + (r.randint(8, 19) if h is None else h) * 3600 + r.randint(0, 3599)
    put("plan", PLANS); put("item_typ", ITEMS); put("contr_stat", [("A", "active"), ("E", "ended"), ("S", "suspended"), ("P", "pending"), ("X", "withdrawn")])
    put("agt", [(i, n, j, r.choice(CITIES[:3]), b, (date(2009, 1, 9) + timedelta(i * 190 + r.randint(0, 160))).isoformat(), "2024-09-30" if i == 8 else "2025-02-14" if i == 13 else None) for i, (n, j, b) in enumerate(AGTS, 1)])
    names = r.sample([f"{a} {b}" for a in FN for b in LN], 92); names[40] = names[11]
    cust = [(n, "private") for n in names] + [(n, "business") for n in FIRMS]; r.shuffle(cust)
    regs = sorted(date(2018, 2, 1) + timedelta(int(2709 * r.random() ** .8)) for _ in cust); rows = []
    for i, ((n, t), d) in enumerate(zip(cust, regs), 1):
        c = r.choices(CITIES, [26, 22, 17, 13, 10, 7, 5])[0]; ref = r.choice([3, 7, 7, 7, 12, 12, r.randint(1, i - 1)]) if i > 15 and r.random() < .24 else None
        mail = n.lower().replace(" ", ".") + (f"{i}@post.example" if t == "private" else ".example@firm.example")
        rows.append((i, n, t, mail if r.random() < .87 else None, c, c if r.random() < .8 else r.choice(CITIES), ts(d), int(r.random() < .58), int(r.random() < (.3 if t == "business" else .07)), ref))
    put("cust", rows)
    contr, live = [], []
    for i, c in enumerate(rows, 1):
        for k in range(r.choices([0, 1, 2, 3, 5], [8, 48, 29, 11, 4 if c[2] == "private" else 18])[0]):
            w = [14, 20, 15, 6, 5, 12, 12, 6, 8, 7, 6, 0, 0, 9] if c[2] == "private" else [3, 8, 12, 9, 0, 4, 9, 9, 2, 4, 0, 14, 18, 0]
            p = r.choices(PLANS, w)[0]; s = regs[i - 1] + timedelta(r.randint(0, 20) + k * r.randint(0, 420))
            if s > END + timedelta(25): continue
            e = s + timedelta(int(p[6] * 30.4 + r.choice([0, 31, 90, 200, 500]))) if r.random() < (.62 if not p[7] else .4) else None; st = "A"
            if e and e <= END: st = "E"
            elif s > END - timedelta(20): st = "P"
            elif r.random() < .11: st = "S"
            if st == "E" and r.random() < .06: st, e = "X", s + timedelta(r.randint(2, 13))
            sold = r.choices([5, 6, 7, 8, None], [24, 17, 13, 9, 29])[0] if s < date(2024, 9, 1) else r.choices([5, 6, 7, None], [24, 15, 18, 37])[0]
            contr.append([i, p[0], s, e if st != "S" else None, st, r.choices([0, 5, 10, 15, 25], [62, 12, 14, 8, 4])[0], sold, "website" if sold is None else r.choices(["shop", "phone", "doorstep"], [50, 38, 12])[0], r.choice(["moved away", "price", "speed", "switched provider", "switched provider", None]) if st == "E" else "changed mind" if st == "X" else None])
    contr.sort(key=lambda x: x[2]); by = {p[0]: p for p in PLANS}
    put("contr", [(1000 + i, x[0], x[1], x[2].isoformat(), x[3].isoformat() if x[3] else None, *x[4:]) for i, x in enumerate(contr, 1)])
    dev = []
    for i, x in enumerate(contr, 1):
        for _ in range(r.choices([0, 1, 2], [40, 50, 10])[0]):
            d = r.choice(DEVS[by[x[1]][2]]); sh = x[2] + timedelta(r.randint(1, 9)) if x[4] != "P" else None
            dev.append((sh or END, (1000 + i, *d[:3], d[3] - r.choice([0, 0, 0, 10.1, 20.5, .01]), d[4], ts(sh) if sh else None, ts(x[3] + timedelta(r.randint(3, 30))) if x[4] in "EX" and x[3] < END - timedelta(30) and r.random() < .5 else None, int(d[0] in ("router", "set-top box") and r.random() < .7))))
    dev.sort(key=lambda z: z[0]); put("dev", [(i, *z[1]) for i, z in enumerate(dev, 1)])
    usg = []; heavy = [r.lognormvariate(0, .8) for _ in contr]
    for i, x in enumerate(contr, 1):
        for m in range(1, 7):
            if x[4] == "P" or x[2] > date(2025, m, 20) or (x[3] and x[3] < date(2025, m, 10)) or by[x[1]][2] == "tv": continue
            t = by[x[1]][2]; h = heavy[i - 1] * r.uniform(.6, 1.5); d = {"mobile": (by[x[1]][4] or 90) * 480, "fibre": 210000, "dsl": 90000}.get(t, 0)
            usg.append((1000 + i, f"2025-{m:02d}", int(d * h), int(900 * r.expovariate(1)) if t == "mobile" and r.random() < .22 else 0, int(140 * h) + r.randint(0, 40) if t in ("mobile", "landline") else 0))
    put("usg", usg)
    bills, its = [], []; slow = [r.random() for _ in rows]
    for y, m in [(y, m) for y in (2023, 2024, 2025) for m in (1, 4, 7, 10) if (2023, 7) <= (y, m) <= (2025, 7)]:
        d = date(y, m, 2); prev = d - timedelta(92)
        for c in rows:
            lines = []
            for i, x in enumerate(contr, 1):
                if x[0] != c[0] or x[4] == "P" or x[2] > d - timedelta(8) or (x[3] and x[3] < d - timedelta(60)): continue
                p = by[x[1]]; q = 3 if x[2] < prev else max(1, (d - x[2]).days // 30); lines.append((1000 + i, "FEE", q, round(p[3] * (1 - x[5] / 100), 2)))
                if x[2] > prev: lines.append((1000 + i, "ACT", 1, 29.9))
                if p[2] == "mobile":
                    if r.random() < .14 and p[4]: lines.append((1000 + i, "DATA", r.randint(1, 9), 3.5))
                    if r.random() < .1: lines.append((1000 + i, "ROAM", r.randint(20, 900), .04))
                if p[2] in ("mobile", "landline") and r.random() < .13: lines.append((1000 + i, "INTL", r.randint(5, 160), .19))
            if not lines: continue
            if r.random() < .06: lines.append((None, "LATE", 1, 12))
            if r.random() < .05: lines.append((None, "CRED", 1, -float(r.choice([5, 10, 15, 22.5]))))
            b = len(bills) + 20001; day = d + timedelta(r.randint(0, 3)); due = day + timedelta(14); late = r.choices([-9, -4, -1, 0, 3, 11, 35], [20, 24, 20, 16, 8, 6, 6])[0] + r.randint(0, 3) + (14 if slow[c[0] - 1] > .9 else 0); pd = due + timedelta(late)
            if (y, m) == (2025, 7) and r.random() < .55 or r.random() < .035 or pd > END + timedelta(20): pd = None
            bills.append((b, c[0], day.isoformat(), due.isoformat(), ts(pd) if pd else None, r.choices(["direct debit", "card", "bank transfer"], [55, 28, 17])[0] if pd else None, (r.randint(1, 3) if not pd and y < 2025 else int(bool(pd) and late > 9) + int(bool(pd) and late > 30))))
            its += [(b, n, *l) for n, l in enumerate(lines, 1)]
    put("bill", bills); put("bill_item", its)
    tk = []; whiner = [r.paretovariate(1.1) for _ in rows]
    for _ in range(230):
        d = date(2023, 1, 3) + timedelta(int(918 * r.random() ** .85)); ok = [i for i, g in enumerate(regs) if g <= d]; c = r.choices(ok, [whiner[i] for i in ok])[0]; o = ts(d, r.randint(7, 20))
        t = r.choices(["no signal", "slow internet", "wrong bill", "router fault", "cancellation", "number transfer", "question"], [14, 26, 19, 15, 9, 6, 11])[0]; g = r.choices([9, 10, 11, 12, 17, 14, 15, 16, 18], [20, 16, 12, 9, 7] + ([2, 2, 2, 30] if t == "wrong bill" else [9, 12, 7, 0]))[0]
        opn = (END - d).days < 40 and r.random() < .6 or r.random() < .025; cl = None if opn else o + int(r.lognormvariate(10.9, 1.1)) + 600
        tk.append((o, (c + 1, t, r.choices(["low", "normal", "high", "urgent"], [18, 50, 24, 8])[0], "closed" if cl else r.choice(["new", "in progress", "waiting"]), o, cl, r.choices([9, 10, 11, 12, 17, None], [18, 20, 14, 15, 9, 24])[0], g if cl or r.random() < .7 else None, r.choices([5, 4, 3, 2, 1], [30, 28, 17, 13, 12])[0] if cl and r.random() < .55 else None)))
    tk.sort(key=lambda z: z[0]); put("tkt", [(3000 + i, *z[1]) for i, z in enumerate(tk, 1)])
    con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
