"""mallow_clinic: a hospital clinic. Every column carries its table's prefix, keys are undeclared, Y/N flags, dates as yyyymmdd integers and clock times as hhmm, fees and drug prices in cents,
diagnoses by code, status and visit type as letters that a small table explains; NULL = still here, still in bed, not yet paid. A mother and an emergency contact are patients too."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE dept (dept_cd TEXT PRIMARY KEY, dept_nm TEXT, dept_floor INTEGER, dept_head_no INTEGER);
CREATE TABLE doc (doc_no INTEGER PRIMARY KEY, doc_first TEXT, doc_last TEXT, doc_title TEXT, doc_dept_cd TEXT, doc_hired_dt INTEGER, doc_left_dt INTEGER, doc_oncall_yn TEXT, doc_superv_no INTEGER);
CREATE TABLE insur (ins_cd TEXT PRIMARY KEY, ins_nm TEXT, ins_private_yn TEXT);
CREATE TABLE pat (pat_no INTEGER PRIMARY KEY, pat_first TEXT, pat_last TEXT, pat_sex TEXT, pat_dob INTEGER, pat_town TEXT, pat_phone TEXT, pat_ins_cd TEXT, pat_smoker_yn TEXT, pat_blood TEXT, pat_reg_dt INTEGER, pat_mother_no INTEGER, pat_died_dt INTEGER);
CREATE TABLE vis_type (vt_cd TEXT PRIMARY KEY, vt_nm TEXT);
CREATE TABLE vis (vis_no INTEGER PRIMARY KEY, vis_pat_no INTEGER, vis_doc_no INTEGER, vis_ref_doc_no INTEGER, vis_dt INTEGER, vis_tm INTEGER, vis_vt_cd TEXT, vis_stat TEXT, vis_wait_min INTEGER, vis_len_min INTEGER, vis_fee_ct INTEGER, vis_paid_dt INTEGER);
CREATE TABLE diag (dia_cd TEXT PRIMARY KEY, dia_nm TEXT, dia_group TEXT, dia_chronic_yn TEXT);
CREATE TABLE vis_diag (vd_vis_no INTEGER, vd_dia_cd TEXT, vd_main_yn TEXT, PRIMARY KEY (vd_vis_no, vd_dia_cd));
CREATE TABLE drug (drg_no INTEGER PRIMARY KEY, drg_nm TEXT, drg_maker TEXT, drg_form TEXT, drg_price_ct INTEGER, drg_otc_yn TEXT);
CREATE TABLE rx (rx_no INTEGER PRIMARY KEY, rx_vis_no INTEGER, rx_drg_no INTEGER, rx_packs INTEGER, rx_days INTEGER, rx_filled_yn TEXT);
CREATE TABLE ward (wrd_cd TEXT PRIMARY KEY, wrd_nm TEXT, wrd_dept_cd TEXT, wrd_beds INTEGER);
CREATE TABLE adm (adm_no INTEGER PRIMARY KEY, adm_pat_no INTEGER, adm_wrd_cd TEXT, adm_in_dt INTEGER, adm_out_dt INTEGER, adm_emerg_yn TEXT);
CREATE TABLE lab (lab_no INTEGER PRIMARY KEY, lab_vis_no INTEGER, lab_test TEXT, lab_val REAL, lab_low REAL, lab_high REAL, lab_urgent_yn TEXT);
CREATE TABLE alg (alg_pat_no INTEGER, alg_drg_no INTEGER, alg_sev TEXT, PRIMARY KEY (alg_pat_no, alg_drg_no));
"""
DEPT = [("CAR", "Cardiology", 3), ("PED", "Pediatrics", 1), ("ORT", "Orthopedics", 2), ("DER", "Dermatology", 2), ("NEU", "Neurology", 4), ("GYN", "Gynecology", 1), ("INT", "Internal Medicine", 3), ("ENT", "Ear Nose and Throat", 2), ("EMR", "Emergency", 0)]
DIAG = """CAR:I10:Essential hypertension:circulatory:Y|CAR:I48:Atrial fibrillation:circulatory:Y|CAR:I20:Angina pectoris:circulatory:Y|CAR:I50:Heart failure:circulatory:Y|PED:B01:Chickenpox:infectious:N|PED:H66:Middle ear infection:ear:N|PED:J20:Acute bronchitis:respiratory:N|PED:J45:Asthma:respiratory:Y|ORT:M54:Back pain:musculoskeletal:N|ORT:S52:Fracture of forearm:injury:N|ORT:M17:Arthritis of the knee:musculoskeletal:Y|ORT:S93:Sprained ankle:injury:N
DER:L20:Atopic eczema:skin:Y|DER:L40:Psoriasis:skin:Y|DER:L50:Hives:skin:N|NEU:G43:Migraine:nervous:Y|NEU:G40:Epilepsy:nervous:Y|NEU:R51:Headache:nervous:N|GYN:N92:Irregular menstruation:genitourinary:N|GYN:O24:Gestational diabetes:pregnancy:N|INT:E11:Type 2 diabetes:metabolic:Y|INT:E78:High cholesterol:metabolic:Y|INT:K29:Gastritis:digestive:N|INT:J18:Pneumonia:respiratory:N|ENT:J32:Chronic sinusitis:respiratory:Y|ENT:J03:Tonsillitis:respiratory:N|EMR:S06:Concussion:injury:N|EMR:T78:Allergic shock:injury:N|INT:A15:Tuberculosis:infectious:N""".replace("\n", "|").split("|")
DRUG = [("Cardivan", "Helix Pharma", "tablet", 1840, "N", "CAR"), ("Presolin", "Helix Pharma", "tablet", 1265, "N", "CAR INT"), ("Fibrostop", "Nordmed", "tablet", 4390, "N", "CAR"), ("Dolorex", "Nordmed", "tablet", 590, "Y", "ORT NEU EMR ENT GYN"), ("Dolorex Kids syrup", "Nordmed", "syrup", 720, "Y", "PED"), ("Amoxiban", "Salvia Labs", "capsule", 1120, "N", "PED ENT INT"), ("Bronchovent", "Salvia Labs", "inhaler", 3275, "N", "PED INT ENT"), ("Flexigel", "Orion Cure", "ointment", 940, "Y", "ORT EMR"), ("Cortiderm", "Orion Cure", "ointment", 1395, "N", "DER"), ("Calmitch", "Kestrel Bio", "ointment", 860, "Y", "DER PED"),
        ("Migranol", "Kestrel Bio", "tablet", 2740, "N", "NEU"), ("Epilact", "Kestrel Bio", "tablet", 5210, "N", "NEU"), ("Glucomet", "Helix Pharma", "tablet", 1050, "N", "INT GYN"), ("Insulor pen", "Nordmed", "injection", 8960, "N", "INT"), ("Lipidown", "Salvia Labs", "tablet", 2180, "N", "INT CAR"), ("Gastrocalm", "Orion Cure", "tablet", 780, "Y", "INT"), ("Sinurin spray", None, "spray", 650, "Y", "ENT"), ("Epishot", "Salvia Labs", "injection", 7425, "N", "EMR"), ("Ferrodan", None, "capsule", 990, "Y", "GYN"), ("Oldicillin", "Helix Pharma", "capsule", 840, "N", "")]
F = "Agnes Mirela Tamsin Odile Katja Rosalind Yara Bettina Hana Leonie Sabrina Petronela".split(); G = "Edgar Milos Florian Tarek Willem Anselm Karim Rufus Janek Viktor Bruno Osman".split()
L = "Achterberg Bellamy Cvetkov Drosd Eklund Farouk Gruber Hollis Ivanova Jansky Kranz Lorimer Moreau Nasser Oduya Pfeiffer Quinn Rahn Szabo Thorne".split(); TOWN = ["Mallowfield", "Mallowfield", "Mallowfield", "Eastbrook", "Eastbrook", "Priory Hill", "Wexcombe", "Low Fenton", None]
LABS = [("hemoglobin", 12.0, 17.5, 13.9, 1.9), ("glucose", 70, 110, 101, 24), ("creatinine", .6, 1.3, 1.0, .25), ("cholesterol", 120, 200, 192, 36), ("CRP", 0, 5, 5.5, 5), ("potassium", 3.5, 5.1, 4.3, .5), ("TSH", .4, 4.0, 2.2, 1.2)]


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(523); con = sqlite3.connect(path); con.executescript(SCHEMA); n = lambda d: d.year * 10000 + d.month * 100 + d.day if d else None
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows); T0 = date(2022, 1, 3); END = date(2025, 5, 30)
    docs = []
    for i in range(1, 28):
        d = DEPT[(i - 1) % 9][0]; head = i <= 9; h = date(2001 + (i % 9), r.randint(1, 12), r.randint(1, 28)) if head else date(2009, 1, 1) + timedelta(r.randint(0, 5400)); f = r.random() < .5
        docs.append((100 + i, r.choice(F if f else G), r.choice(L), "Prof." if i in (1, 5) else "Dr." if r.random() < .9 else None, d, n(h), n(date(2023, 1, 1) + timedelta(r.randint(0, 700))) if not head and r.random() < .3 else None, "Y" if d == "EMR" or r.random() < .3 else "N", None if i == 1 else 101 if head else 100 + (i - 1) % 9 + 1))
    put("dept", [(c, m, f, 101 + k) for k, (c, m, f) in enumerate(DEPT)] + [("RAD", "Radiology", 0, None)]); put("doc", docs)
    put("insur", [("NHF", "National Health Fund", "N"), ("CIV", "Civic Mutual", "N"), ("GLD", "Goldshield Private", "Y"), ("ATL", "Atlas Premium", "Y"), ("MIN", "Miners' Relief", "N")])
    pats = []
    for i in range(1, 171):
        fe = r.random() < .53; dob = date(1934, 1, 1) + timedelta(int(33000 * r.random())); reg = date(2015, 1, 1) + timedelta(r.randint(0, 3600)); reg = max(reg, dob + timedelta(r.randint(2, 300))); mum = None; last = r.choice(L)
        if dob.year > 2006:
            ms = [p for p in pats if p[3] == "F" and 19 <= dob.year - p[4] // 10000 <= 42]
            if ms and r.random() < .7: m = r.choice(ms); mum, last = m[0], m[2]
        pats.append((20000 + i, r.choice(F if fe else G), last, "F" if fe else "M", n(dob), r.choice(TOWN), f"07{r.randint(100, 999)} {r.randint(100000, 999999)}" if r.random() < .84 else None, r.choices(["NHF", "CIV", "GLD", "ATL", None], [46, 26, 11, 8, 9])[0], ("N" if dob.year > 2008 else r.choice("YNNN")) if r.random() < .88 else None, r.choice(["A+", "A+", "0+", "0+", "B+", "AB+", "0-", "A-", None, None]), n(reg), mum, n(date(2023, 1, 1) + timedelta(r.randint(0, 850))) if dob.year < 1950 and r.random() < .17 else None))
    put("pat", pats); put("vis_type", [("O", "outpatient"), ("E", "emergency"), ("T", "telephone"), ("C", "check-up"), ("H", "home visit")])
    put("diag", [tuple(e.split(":")[1:]) for e in DIAG]); put("drug", [(i, *d[:5]) for i, d in enumerate(DRUG, 1)])
    vis, vd, rx, lab = [], [], [], []; w = [min(8, r.paretovariate(1.2)) if r.random() > .1 else 0 for _ in pats]; days = sorted(T0 + timedelta(r.randint(0, 1240)) for _ in range(520)); dw = {d[0]: r.choice([1, 2, 3, 4]) for d in docs}
    for i, d in enumerate(days, 300001):
        p = r.choices(pats, [x if pats[k][10] <= n(d) and (pats[k][12] or 99999999) > n(d) else 0 for k, x in enumerate(w)])[0]; kid = d.year - p[4] // 10000 < 16; vt = r.choices(["O", "E", "T", "C"], [56, 15, 10, 19])[0]
        dep = "EMR" if vt == "E" and r.random() < .75 else "PED" if kid else r.choice(["CAR", "ORT", "DER", "NEU", "INT", "INT", "ENT"] + ["GYN"] * (p[3] == "F"))
        if vt != "E" and d.weekday() > 4: d -= timedelta(2)
        can = [x for x in docs if x[4] == dep and x[5] <= n(d) and (x[6] or 99999999) > n(d)]; dc = r.choices(can, [dw[x[0]] for x in can])[0]; st = r.choices("DNC", [84, 7, 9])[0] if vt != "E" else "D"
        ref = r.choice([x for x in docs if x[4] in ("INT", "PED", "EMR") and x[0] != dc[0] and x[5] <= n(d)])[0] if dep not in ("EMR", "PED", "INT") and r.random() < .4 else None
        fee = {"O": 6500, "E": 14000, "T": 2500, "C": 8000}[vt] + 500 * r.choice([0, 0, 0, 1, 2, 5, 9]) if st == "D" else 2000 if st == "N" else 0; done = st == "D"; paid = n(d + timedelta(r.choice([0, 0, 7, 14, 21, 30, 45, 80]))) if fee and (r.random() < .88) else None
        vis.append((i, p[0], dc[0], ref, n(d), r.choice([8, 9, 10, 11, 13, 14, 15, 16]) * 100 + r.choice([0, 15, 20, 30, 40, 45]) if vt != "E" else r.randint(0, 23) * 100 + r.randint(0, 59), vt, st, (r.randint(0, 75) if vt != "T" else r.randint(0, 12)) if done else None, r.choice([10, 15, 15, 20, 30, 45]) if done else None, fee, paid if (paid or 0) <= n(END) else None))
        if not done: continue
        ds = [e.split(":") for e in DIAG if e.split(":")[0] == dep and e.split(":")[1] != "A15"]; pick = list(dict.fromkeys(x[1] for x in r.choices(ds, [5, 3, 2, 2][:len(ds)] if len(ds) < 5 else [5, 4, 3, 2], k=r.choice([1, 1, 2]))))
        if not kid and p[4] < 19650000 and r.random() < .22: pick.append(r.choice(["I10", "E11", "E78"]))
        if vt == "C" and r.random() < .7: pick = []
        pick = list(dict.fromkeys(pick)); vd += [(i, x, "Y" if k == 0 else "N") for k, x in enumerate(pick)]
        opts = [k for k, x in enumerate(DRUG, 1) if dep in x[5].split()]
        for g in r.sample(opts, min(len(opts), r.choices([0, 1, 2], [40, 46, 14])[0] if pick else 0)): rx.append((len(rx) + 1, i, g, r.choices([1, 2, 3, 5], [60, 22, 13, 5])[0], r.choice([5, 7, 10, 14, 30, 90]), r.choices("YN", [86, 14])[0]))
        for t in r.sample(LABS, r.choices([0, 1, 2, 4], [66, 14, 14, 6])[0]): lab.append((len(lab) + 1, i, t[0], round(max(.1, r.gauss(t[3], t[4])), 1), t[1], t[2], "Y" if vt == "E" or r.random() < .08 else "N"))
    put("vis", vis); put("vis_diag", vd); put("rx", rx); put("lab", lab)
    put("ward", [("W1", "Nightingale", "INT", 24), ("W2", "Maple", "ORT", 18), ("W3", "Harbour", "CAR", 16), ("W4", "Sunshine", "PED", 14), ("W5", "Willow", "NEU", 10), ("W6", "Rosewood", "GYN", 12), ("W7", "Old Chapel", "DER", 6)])
    adm = []
    for _ in range(120):
        p = r.choices(pats, w)[0]; d = T0 + timedelta(r.randint(0, 1235)); k = d.year - p[4] // 10000 < 16; wd = "W4" if k else r.choice(["W1", "W1", "W2", "W2", "W3", "W3", "W5"] + ["W6"] * (p[3] == "F")); out = d + timedelta(r.choices([1, 2, 3, 5, 8, 12, 21, 40], [18, 20, 18, 16, 12, 8, 5, 3])[0])
        if p[10] <= n(d) and (p[12] or 99999999) > n(d): adm.append((p[0], wd, n(d), n(out) if out < END and d < END - timedelta(12) else None, r.choices("YN", [38, 62])[0]))
    adm += [(pats[4][0], "W1", 20250526, None, "Y"), (pats[31][0], "W2", 20250528, None, "N")]
    adm.sort(key=lambda a: a[2]); put("adm", [(i, *a) for i, a in enumerate(adm, 9001)])
    alg = {(p[0], r.choices([4, 6, 8, 13, 15, 18, 20], [3, 9, 2, 2, 2, 1, 4])[0]) for p in pats if r.random() < .22}; put("alg", [(a, b, r.choice(["mild", "mild", "moderate", "severe"])) for a, b in sorted(alg)]); con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
