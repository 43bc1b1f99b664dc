"""brightpath_agency: a recruitment agency. CamelCase tables in the plural, PascalCase columns, keys declared, dates as ISO text, 'Y'/'N' flags, money in pounds a year
(pay and bill rates by the hour), a manager among the consultants, candidates who brought candidates; NULL = not yet closed, held, scored, invoiced, paid, ended."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE Consultants (ConsultantId INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT, Office TEXT, Desk TEXT, HiredOn TEXT, LeftOn TEXT, YearlyTarget INT, ManagerId INT REFERENCES Consultants(ConsultantId));
CREATE TABLE Clients (ClientId INTEGER PRIMARY KEY, CompanyName TEXT, Industry TEXT, BillingCity TEXT, SiteCity TEXT, Headcount INT, AgreedFeePercent REAL, PaymentDays INT, SignedOn TEXT, IsActive TEXT, AccountManagerId INT REFERENCES Consultants(ConsultantId));
CREATE TABLE Skills (SkillId INTEGER PRIMARY KEY, SkillName TEXT, SkillGroup TEXT);
CREATE TABLE Candidates (CandidateId INTEGER PRIMARY KEY, FullName TEXT, HomeCity TEXT, BornOn TEXT, YearsExperience INT, CurrentSalary INT, DesiredSalary INT, NoticeWeeks INT, WillRelocate TEXT,
  HasDrivingLicence TEXT, FoundThrough TEXT, RegisteredOn TEXT, ReferredById INT REFERENCES Candidates(CandidateId));
CREATE TABLE CandidateSkills (CandidateId INT REFERENCES Candidates(CandidateId), SkillId INT REFERENCES Skills(SkillId), SkillLevel TEXT, YearsUsed INT, PRIMARY KEY (CandidateId, SkillId));
CREATE TABLE Vacancies (VacancyId INTEGER PRIMARY KEY, ClientId INT REFERENCES Clients(ClientId), JobTitle TEXT, WorkCity TEXT, ContractType TEXT, SalaryFrom INT, SalaryTo INT, IsRemote TEXT,
  PostedOn TEXT, ClosedOn TEXT, VacancyStatus TEXT, OwnerId INT REFERENCES Consultants(ConsultantId), SourcerId INT REFERENCES Consultants(ConsultantId));
CREATE TABLE VacancySkills (VacancyId INT REFERENCES Vacancies(VacancyId), SkillId INT REFERENCES Skills(SkillId), IsMustHave TEXT, PRIMARY KEY (VacancyId, SkillId));
CREATE TABLE Applications (ApplicationId INTEGER PRIMARY KEY, VacancyId INT REFERENCES Vacancies(VacancyId), CandidateId INT REFERENCES Candidates(CandidateId), AppliedOn TEXT, Stage TEXT, RejectionReason TEXT);
CREATE TABLE Interviews (InterviewId INTEGER PRIMARY KEY, ApplicationId INT REFERENCES Applications(ApplicationId), RoundNumber INT, InterviewDate TEXT, InterviewFormat TEXT, DurationMinutes INT, Score INT, WasCancelled TEXT);
CREATE TABLE Placements (PlacementId INTEGER PRIMARY KEY, ApplicationId INT REFERENCES Applications(ApplicationId), ConsultantId INT REFERENCES Consultants(ConsultantId), StartDate TEXT, EndDate TEXT, AgreedSalary INT, FeePercent REAL, FeeAmount REAL, InvoicedOn TEXT, DueOn TEXT, PaidOn TEXT);
CREATE TABLE Timesheets (PlacementId INT REFERENCES Placements(PlacementId), WeekEnding TEXT, HoursWorked REAL, PayRate REAL, BillRate REAL, IsApproved TEXT, PRIMARY KEY (PlacementId, WeekEnding));
CREATE VIEW ConsultantBillings AS SELECT c.FirstName || ' ' || c.LastName AS ConsultantName, c.Office, COUNT(p.PlacementId) AS Deals, COALESCE(SUM(p.FeeAmount), 0) AS FeesTotal FROM Consultants c LEFT JOIN Placements p ON p.ConsultantId = c.ConsultantId GROUP BY c.ConsultantId;
"""
STAFF = "Harriet Colbourne Bristol - 0|Owen Pritchard Cardiff Technology 1|Nadia Rahmani Leeds Finance 1|Gareth Stubbs Bristol Industrial 1|Melissa Okafor Leeds Technology 3|Tom Whitlock Bristol Office 4|Priya Deshpande Cardiff Finance 2|Callum Reddick Bristol Technology 2|Ewa Malinowska Leeds Industrial 3|Simon Farrant Cardiff Sales 2|Joanne Thackeray Leeds Finance 3|Luis Cardoso Bristol Industrial 4|Beth Ainscough Cardiff Office 7|Rory Penhale Bristol Sales 4|Zoe Marchbanks Leeds Technology 5|Dylan Hobday Bristol Office 6"
FIRMS = "Averill Foods:food|Bexcombe Castings:manufacturing|Cloudmere:software|Dunstone Freight:logistics|Elmhurst Care Homes:health care|Fairlight Insurance:finance|Glasswing Studios:media|Hexley Motors:manufacturing|Juniper Dental Group:health care|Kelford Bank:finance|Lanyard Systems:software|Marlow & Teague Solicitors:legal|Pennant Energy:energy|Quayside Hotels:hospitality|Redgrave Construction:construction|Saltmarsh Brewing:food|Tolland Logistics:logistics|Upwell Water:energy|Whitcombe Aerospace:manufacturing|Yarrow Software:software|Zenith Parcels:logistics|Brockley Bakeries:food|Calder Analytics:software"
JOBS = "Java Developer:49:61:Java,SQL,Python:1:software,finance,media|Data Analyst:35:45:SQL,Excel,Power BI:1:software,finance,energy,logistics|IT Support Technician:25:31:Networking,Windows Server:1:*|Payroll Clerk:24:28:Payroll,Excel,Sage:2:*|Management Accountant:41:52:Excel,SAP,Budgeting:2:*|CNC Machinist:28:36:CNC Milling,Technical Drawing:3:manufacturing|Site Engineer:38:47:AutoCAD,Health and Safety:3:construction,energy|Maintenance Electrician:33:40:Wiring,Health and Safety:3:manufacturing,energy,food|Warehouse Supervisor:27:33:Forklift,Health and Safety,SAP:3:logistics,food|Transport Planner:28:35:Route Planning,Excel:3:logistics,food|Office Manager:30:38:Excel,Budgeting:4:*|Receptionist:21:24:Typing,French:4:health care,legal,hospitality|Sales Executive:29:41:Negotiation,CRM:5:*|Marketing Manager:39:50:SEO,Copywriting:5:media,software,hospitality"
GROUPS = {"IT": "Java|SQL|Power BI|Python|Networking|Windows Server", "finance": "Payroll|Sage|SAP|Budgeting", "technical": "CNC Milling|Technical Drawing|AutoCAD|Health and Safety|Wiring|Forklift|Route Planning", "office": "Excel|Typing", "commercial": "Negotiation|CRM|SEO|Copywriting", "language": "German|French|Polish|Welsh"}
DESK = {1: "Technology", 2: "Finance", 3: "Industrial", 4: "Office", 5: "Sales"}
FIRST = "Adam Alice Ben Bronwen Carys Chloe Connor Daniel Elin Emeka Fatima Grace Hamza Hannah Jack Jade Kofi Laura Leon Marek Megan Niamh Oscar Paula Rhys Ruby Samir Sophie Tariq Victoria Yusuf".split()
LAST = "Abbott Bayliss Cartwright Dhillon Eastwood Fielding Gill Haddad Ingram Jankowski Kingsley Lovell Mensah Nkosi Oakden Pemberton Sandhu Trevena Underhill Yeoman Birch Crowther".split()
CITIES = ["Bristol", "Leeds", "Cardiff", "Bath", "Swansea", "York", "Newport", "Sheffield", "Gloucester", "Exeter"]


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(1907); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    END = date(2025, 5, 30); day = timedelta; iso = lambda d: d.isoformat() if d else None
    work = lambda d: d + day(7 - d.weekday()) if d.weekday() > 4 else d
    staff = [(i, *s[:3], s[3].strip("-") or None, iso(work(date(2014, 2, 3) + day(r.randint(0, 700) if i < 5 else r.randint(700, 3400)))), "2024-08-30" if i == 10 else "2023-11-17" if i == 13 else None, None if i == 1 else r.choice([90, 110, 120, 140, 160]) * 1000, int(s[4]) or None) for i, s in enumerate((x.split() for x in STAFF.split("|")), 1)]
    put("Consultants", staff)
    firms = []
    for i, f in enumerate(FIRMS.split("|"), 1):
        n, ind = f.split(":"); c = r.choice(CITIES); firms.append((i, n, ind, c if r.random() < .7 else r.choice(["London", "Leeds", "Bristol"]), c, int(12 * r.paretovariate(.7)) % 4100 + 9, r.choice([15, 16.5, 17.5, 18, 20, 22.5]), r.choice([14, 30, 30, 30, 60]), iso(work(date(2019, 3, 1) + day(r.randint(0, 2000)))), "N" if r.random() < .17 else "Y", r.choice([2, 3, 4, 5, 6, 8, 9, 11, 12, 14]) if r.random() < .9 else None))
    put("Clients", firms)
    sk = [(n, g) for g, t in GROUPS.items() for n in t.split("|")]; sid = {n: i for i, (n, _) in enumerate(sk, 1)}; put("Skills", [(i, *s) for i, s in enumerate(sk, 1)])
    jobs = [(a, int(b), int(c), d.split(","), int(e), f.split(",")) for a, b, c, d, e, f in (x.split(":") for x in JOBS.split("|"))]
    cands, cs, field, used = [], [], {}, {"Laura Gill"}
    when = sorted(date(2022, 1, 10) + day(r.randint(0, 1220)) for _ in range(230))
    for i, w in enumerate(when, 1):
        n = f"{r.choice(FIRST)} {r.choice(LAST)}"
        while n in used: n = f"{r.choice(FIRST)} {r.choice(LAST)}"
        n = "Laura Gill" if i in (61, 148) else n; used.add(n); j = r.choice(jobs); field[i] = j; exp = min(31, int(r.expovariate(1 / 7))); cur = int((j[1] + (j[2] - j[1]) * min(1.2, exp / 12)) * r.uniform(.86, 1.06) * 20) * 50
        cands.append((i, n, r.choices(CITIES, [9, 8, 7, 3, 4, 3, 3, 3, 2, 2])[0], iso(date(2003, 6, 1) - day(365 * exp + r.randint(0, 5200))), exp, cur if r.random() < .87 else None, int(cur * r.uniform(1, 1.22) / 500) * 500, r.choice([0, 1, 2, 4, 4, 4, 8, 12]),
                      r.choice("YNN"), r.choice("YYYN"), r.choices(["job board", "LinkedIn", "referral", "walk-in", "own website", "careers fair"], [30, 28, 0, 7, 18, 6])[0], iso(w), None))
        if i > 20 and r.random() < .2: cands[-1] = (*cands[-1][:10], "referral", cands[-1][11], r.choice([4, 7, 7, 7, 11, 11, 15, r.randint(1, i - 1)]))
        have = [s for s in j[3] if r.random() < .85] + r.sample([s for s, _ in sk], r.choice([0, 0, 1, 1, 2]))
        cs += [(i, sid[s], r.choices(["basic", "good", "advanced", "expert"], [4, 5, 3, 1 + exp // 5])[0], max(1, int(exp * r.uniform(.2, 1)))) for s in dict.fromkeys(have)]
    put("Candidates", cands); put("CandidateSkills", cs)
    vac, vs, apps, ints, plc, tms = [], [], [], [], [], []; love = [0 if i in (6, 17) else r.paretovariate(1.1) for i in range(23)]
    for i, w in enumerate(sorted(work(date(2022, 9, 5) + day(int(985 * r.random() ** .8))) for _ in range(105)), 1):
        f = r.choices(firms, [k * (c[8] <= iso(w) and (c[9] == "Y" or w.year < 2024)) for k, c in zip(love, firms)])[0]; j = r.choice([x for x in jobs if x[5] == ["*"] or f[2] in x[5]]); age = (END - w).days; k = r.uniform(.95, 1.1)
        st = r.choices(["filled", "withdrawn", "on hold", "open"], [70, 19, 5, 6] if age > 110 else [22, 6, 8, 64])[0]; ct = r.choices(["permanent", "temporary", "fixed term"], [62, 26, 12])[0] if j[4] != 1 else r.choices(["permanent", "fixed term"], [8, 2])[0]
        end = w + day(min(r.randint(19, 120), max(8, age - 6))) if st in ("filled", "withdrawn") else None; sure = r.random() < .88
        own = r.choice([s for s in staff if s[5] <= iso(w) and not (s[6] and s[6] < iso(w + day(120))) and (s[4] == DESK[j[4]])] or staff[1:4])[0]
        vac.append((i, f[0], j[0], f[4] if r.random() < .85 else r.choice(CITIES), ct, int(j[1] * k * 2) * 500 if sure else None, int(j[2] * k * 2) * 500 if sure else None, r.choice("YYN") if j[4] == 1 else r.choice("NNNNY"), iso(w), iso(end), st, own, r.choice([s[0] for s in staff[4:] if s[0] != own and not s[6]]) if r.random() < .5 else None))
        vs += [(i, sid[s], "Y" if n == 0 or r.random() < .4 else "N") for n, s in enumerate(j[3])]
        pool = [c for c in cands if c[11] <= iso(min(END, w + day(25)))]; fit = [c for c in pool if field[c[0]][4] == j[4]]
        take = list({c[0]: c for c in r.choices(fit or pool, [4 if field[c[0]] is j else .7 for c in fit or pool], k=r.choice([0, 1, 3, 4, 5, 6, 7, 9]) if st != "filled" else r.randint(2, 9)) }.values())
        win = r.choice(take)[0] if st == "filled" else None
        for c in take:
            a = max(w, date.fromisoformat(c[11])) + day(r.randint(0, 14)); lim = end or END; a = min(a, lim - day(5)); a = max(a, w)
            sg = "placed" if c[0] == win else r.choices(["rejected", "withdrawn"], [8, 2])[0] if end else r.choices(["new", "screening", "interview", "offer", "rejected", "withdrawn"], [5, 5, 6, 2, 4, 1] if st == "open" else [1, 3, 2, 0, 3, 2])[0]
            aid = len(apps) + 1; apps.append((aid, i, c[0], iso(a), sg, r.choice(["too junior", "salary too high", "missing skill", "better candidate", "better candidate", "poor interview", "no work permit", None]) if sg == "rejected" else None))
            n = r.choice([1, 2, 2, 3]) if sg == "placed" else r.choice([1, 1, 2]) if sg in ("interview", "offer") else r.choice([0, 0, 0, 1, 2]) if sg in ("rejected", "withdrawn") else 0; d = a; last = None
            for q in range(1, n + 1):
                d = work((END if q == n and sg == "interview" and r.random() < .4 else d) + day(r.randint(3, 9))); held = d <= END; off = held and r.random() < .07; good = 7.6 if sg in ("placed", "offer") else 5.6
                ints.append((len(ints) + 1, aid, q, iso(d), r.choice(["phone", "video", "phone"] if q == 1 else ["video", "on site", "on site"]), r.choice([20, 25, 30, 40, 45, 60, 75, 90]) if held and not off else None, max(1, min(10, round(r.gauss(good, 1.4)))) if held and not off and r.random() < .92 else None, "Y" if off else "N")); last = d
            if sg == "placed":
                s = (max(end, last) + day(r.randint(7, 60))); s += day((7 - s.weekday()) % 7); pay = round((vac[-1][5] or j[1] * 1000) + r.random() * (j[2] - j[1]) * 1000, -2); fix = ct == "fixed term"; e = s + day(7 * r.choice([26, 39, 52])) if fix else None
                pid = len(plc) + 1; s0 = f[6] if r.random() < .7 else f[6] - 1.5; by = own if r.random() < .85 or not vac[-1][12] else vac[-1][12]
                if ct == "temporary":
                    wk = r.randint(3, 15); rate = round(pay / 1950, 2); bill = round(rate * r.uniform(1.22, 1.45), 2); e = s + day(7 * wk - 3)
                    for q in range(wk):
                        we = s + day(7 * q + 4)
                        if we <= END: tms.append((pid, iso(we), r.choice([37.5, 37.5, 37.5, 40, 30, 22.5, 42, 35]), rate, bill, "N" if (END - we).days < 9 or r.random() < .04 else "Y"))
                    plc.append((pid, aid, by, iso(s), iso(e) if e <= END else None, None, None, None, None, None, None))
                else:
                    inv = s + day(r.randint(0, 9)); inv = inv if inv <= END else None; due = inv + day(f[7]) if inv else None; pd = due + day(round(r.gauss(1, 14))) if inv and r.random() < .9 else None; pd = pd if pd and pd <= END else None
                    plc.append((pid, aid, by, iso(s), iso(e), int(pay), s0, round(pay * s0 / 100, 2), iso(inv), iso(due), iso(max(pd, inv)) if pd else None))
    for t, rows in (("Vacancies", vac), ("VacancySkills", vs), ("Applications", apps), ("Interviews", ints), ("Placements", plc), ("Timesheets", tms)): put(t, rows)
    con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
