"""granary_wholesale: a wholesaler of food and household goods. Mixed names as of an office file: tables and columns with spaces, CamelCase and lower case side by side, keys mostly undeclared,
text flags yes/no, dates as ISO text and one column of d/m/yyyy, prices that the line keeps for itself, a discount as a fraction; NULL ship date = not yet shipped, NULL boss = the head."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE vendors ("Vendor No" INTEGER PRIMARY KEY, "Vendor Name" TEXT, Contact TEXT, Town TEXT, Land TEXT, Phone TEXT, "Preferred" TEXT);
CREATE TABLE "Product Groups" (GroupNo INTEGER PRIMARY KEY, "Group Name" TEXT, Remarks TEXT);
CREATE TABLE Goods (SKU TEXT PRIMARY KEY, "Goods Name" TEXT, GroupNo INTEGER, "Vendor No" INTEGER, PackSize TEXT, "Buying Price" REAL, "Selling Price" REAL, InStock INTEGER, OnTheWay INTEGER, "Refill Level" INTEGER, Delisted TEXT);
CREATE TABLE Staff (StaffNo INTEGER PRIMARY KEY, "First Name" TEXT, Surname TEXT, "Job Title" TEXT, BossNo INTEGER, Born TEXT, "Hired On" TEXT, "Left On" TEXT, MonthlyPay INTEGER, Office TEXT);
CREATE TABLE districts (district_code TEXT PRIMARY KEY, district_name TEXT, zone_no INTEGER);
CREATE TABLE zones (zone_no INTEGER PRIMARY KEY, zone_name TEXT);
CREATE TABLE "Staff Districts" (StaffNo INTEGER, district_code TEXT, PRIMARY KEY (StaffNo, district_code));
CREATE TABLE Hauliers (HaulierNo INTEGER PRIMARY KEY, "Haulier Name" TEXT, Phone TEXT);
CREATE TABLE Clients (ClientCode TEXT PRIMARY KEY, "Company" TEXT, Buyer TEXT, Trade TEXT, Town TEXT, Land TEXT, "Credit Limit" INTEGER, "Client Since" TEXT, district_code TEXT);
CREATE TABLE "Sales Orders" ("Order No" INTEGER PRIMARY KEY, ClientCode TEXT REFERENCES Clients(ClientCode), StaffNo INTEGER, "Ordered On" TEXT, "Wanted By" TEXT, "Shipped On" TEXT, HaulierNo INTEGER, "Transport Cost" REAL, "Ship Town" TEXT, "Ship Land" TEXT);
CREATE TABLE "Order Positions" ("Order No" INTEGER REFERENCES "Sales Orders"("Order No"), SKU TEXT REFERENCES Goods(SKU), Units INTEGER, "Agreed Price" REAL, Rebate REAL, PRIMARY KEY ("Order No", SKU));
CREATE TABLE "Vendor Deliveries" (DeliveryNo INTEGER PRIMARY KEY, "Vendor No" INTEGER, SKU TEXT, "Received" TEXT, Units INTEGER, "Total Cost" REAL, Complaint TEXT);
"""
VENDORS = [("Alpine Dairies", "Ursula Frei", "Chur", "Switzerland"), ("Bretagne Conserves", "Yann Le Goff", "Brest", "France"), ("Casa Olivera", "Pilar Olivera", "Jaén", "Spain"), ("Fjordfisk", "Kari Solberg", "Bergen", "Norway"), ("Harvest Mills", "Tom Ridley", "Lincoln", "United Kingdom"), ("Molino Ferrante", "Sergio Ferrante", "Foggia", "Italy"),
           ("Oranje Kruiden", "Marijke Bos", "Gouda", "Netherlands"), ("Puszta Paprika", "Gábor Nemes", "Szeged", "Hungary"), ("Rheintal Seifen", "Petra Zoller", "Speyer", "Germany"), ("Sakura Trading", "Emi Nakano", "Kobe", "Japan"), ("Tatra Honey", "Jana Kováčová", "Poprad", "Slovakia"), ("Vesta Paper", "Uwe Lorenz", "Dresden", "Germany"), ("Zagora Dates", None, "Zagora", "Morocco")]
GROUPS = [("Dairy", "keep below 7 degrees"), ("Tins and Jars", None), ("Oils and Vinegars", None), ("Fish", "frozen or smoked"), ("Flour and Pasta", None), ("Spices", None), ("Cleaning", "hazard sheets on request"), ("Sweets", "no direct sun"), ("Tea and Coffee", None), ("Paper Goods", None)]
GOODS = """1:1:Mountain butter:20 x 250 g:31|1:1:Gruyere wheel:1 x 8 kg:118|1:1:Herb quark:12 x 500 g:26|1:1:Goat cheese rolls:24 x 150 g:54|2:2:Artichoke hearts:12 x 400 g:29|2:2:Sardines in oil:48 x 125 g:62|2:2:White beans:12 x 800 g:17|2:3:Green olives:6 x 1 kg:33|2:8:Pickled peppers:12 x 670 g:25|3:3:Extra virgin olive oil:4 x 5 l:132|3:3:Sherry vinegar:12 x 500 ml:41|3:6:Chilli oil:12 x 250 ml:48|4:4:Smoked salmon:10 x 200 g:88|4:4:Cod fillets:5 kg:71|4:4:Herring in dill:12 x 400 g:37|4:2:Mackerel pate:24 x 80 g:44
5:5:Wheat flour:10 x 1 kg:9.5|5:5:Rye flour:10 x 1 kg:11|5:6:Spaghetti:20 x 500 g:22|5:6:Penne:20 x 500 g:22.5|5:6:Lasagne sheets:12 x 500 g:24|5:10:Soba noodles:30 x 300 g:52|6:8:Sweet paprika:20 x 100 g:36|6:8:Hot paprika:20 x 100 g:38|6:7:Nutmeg whole:10 x 50 g:27|6:7:Cinnamon sticks:20 x 40 g:34|6:7:Black pepper:10 x 500 g:69|6:13:Cumin seed:10 x 250 g:30|7:9:Olive soap bars:36 x 100 g:45|7:9:Dish liquid:8 x 1 l:19|7:9:Floor cleaner:4 x 5 l:28|7:9:Oven spray:12 x 500 ml:39
8:11:Forest honey:12 x 500 g:72|8:11:Honey biscuits:24 x 200 g:40|8:13:Medjool dates:5 kg:58|8:10:Matcha wafers:40 x 60 g:47|8:7:Liquorice drops:20 x 200 g:32|9:10:Sencha:20 x 100 g:84|9:7:Rooibos:24 x 80 g:43|9:5:Breakfast tea:12 x 250 g:39|9:6:Espresso beans:6 x 1 kg:91|10:12:Paper napkins:40 x 50:21|10:12:Kitchen rolls:12 x 4:18|10:12:Baking paper:20 x 8 m:30|10:12:Cake boxes:100:35|10:12:Paper bags:500:26""".replace("\n", "|").split("|")
STAFF = [("Helene", "Marchand", "Managing Director", None), ("Otto", "Riedel", "Head of Sales", 1), ("Maeve", "Corrigan", "Head of Purchasing", 1), ("Dario", "Pellegrini", "Sales Representative", 2), ("Sofie", "Lindholm", "Sales Representative", 2), ("Pavel", "Hruška", "Sales Representative", 2), ("Amira", "Benali", "Inside Sales Coordinator", 2), ("Greta", "Wimmer", "Sales Representative", 7), ("Hugo", "Almeida", "Sales Representative", 7),
         ("Nils", "Overgaard", "Buyer", 3), ("Carmen", "Robles", "Buyer", 3), ("Lukas", "Zeman", "Trainee", 10), ("Iris", "Verhoef", "Sales Representative", 2), ("Tobias", "Riedel", "Warehouse Clerk", 3), ("Noémie", "Caron", "Accountant", 1)]
PLACES = {"Germany": ("München Dresden Bremen Freiburg", "DE"), "France": ("Lille Rennes Toulouse", "FR"), "Austria": ("Graz Linz Salzburg", "AT"), "Denmark": ("Aarhus Odense", "DK"), "Spain": ("Valencia Zaragoza", "ES"), "Ireland": ("Cork Limerick", "IE"), "Portugal": ("Braga", "PT"), "Czech Republic": ("Brno Plzeň", "CZ"), "Belgium": ("Liège Gent", "BE")}
DIST = [("DE-N", "Northern Germany", 1), ("DE-S", "Bavaria and the South", 2), ("FR-W", "Brittany and the West", 3), ("FR-E", "Eastern France", 3), ("AT", "Austria", 2), ("DK", "Jutland and Funen", 1), ("ES", "Eastern Spain", 4), ("IE", "Munster", 3), ("PT", "Minho", 4), ("CZ", "Bohemia and Moravia", 2), ("BE", "Flanders and Wallonia", 3), ("SE", "Skåne", 1)]
FIRST = "Bistro Hotel Feinkost Maison Café Markthalle Épicerie Delikatessen Gasthof Kantine".split()
LAST = "Amsel Borealis Citron Dorado Eberhard Faro Glockner Heron Iberia Jardin Kestner Lorca Mistral Nord Ostra Perla Quist Rialto Sonne Tivoli".split()


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(419); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO "{t}" VALUES ({",".join("?" * len(rows[0]))})', rows)
    T0 = date(2022, 1, 3); END = date(2024, 12, 20); iso = lambda d: d.isoformat() if d else None; dmy = lambda d: f"{d.day}/{d.month}/{d.year}"
    put("vendors", [(i, *v, f"+{r.randint(30, 49)} {r.randint(100, 999)} {r.randint(10000, 99999)}" if r.random() < .85 else None, r.choice(["yes", "no", "no"])) for i, v in enumerate(VENDORS, 1)])
    put("Product Groups", [(i, *g) for i, g in enumerate(GROUPS, 1)]); put("zones", [(1, "North"), (2, "Centre"), (3, "West"), (4, "South")]); put("districts", DIST)
    goods = []
    for i, e in enumerate(GOODS):
        g, v, n, size, p = e.split(":"); p = float(p); st = 0 if r.random() < .07 else r.randint(3, 140); lv = r.choice([0, 5, 10, 15, 20, 25, 30]); goods.append((f"{GROUPS[int(g) - 1][0][:2].upper()}-{101 + i * 7}", n, int(g), int(v), size, round(p * r.uniform(.55, .82), 2), p, st, r.choice([10, 20, 40, 60]) if st < lv and r.random() < .7 else 0, lv, "yes" if r.random() < .12 else "no"))
    put("Goods", goods)
    staff = []
    for i, (f, s, j, b) in enumerate(STAFF, 1):
        h = date(2005 + i // 2, r.randint(1, 12), r.randint(1, 28)) if i < 12 else date(2019 + i % 5, r.randint(1, 12), r.randint(1, 28)); pay = {"Ma": 9200, "He": 6400, "Sa": 3700, "In": 4100, "Bu": 3900, "Tr": 1450, "Wa": 2900, "Ac": 4000}[j[:2]]
        staff.append((i, f, s, j, b, dmy(date(h.year - r.randint(19, 38), r.randint(1, 12), r.randint(1, 28))), iso(h), "2023-06-30" if i == 9 else None, pay + 10 * r.randint(-25, 40), "Rotterdam" if i in (1, 2, 7, 15) else r.choice(["Rotterdam", "Köln", "Köln", "Lyon"])))
    put("Staff", staff); reps = {4: ["FR-W", "FR-E", "BE"], 5: ["DE-N", "DK", "SE"], 6: ["CZ", "AT", "DE-S"], 8: ["DE-S", "AT"], 9: ["ES", "PT"], 13: ["IE", "BE", "DE-N"], 2: ["DE-N"]}
    put("Staff Districts", [(s, d) for s, ds in reps.items() for d in ds]); put("Hauliers", [(1, "Rapid Road", "+31 10 4400"), (2, "Deltatrans", "+32 3 7710"), (3, "Blue Wagon Logistics", "+49 221 905"), (4, "Eurolift", None)])
    cl, used = [], set()
    while len(cl) < 72:
        land = r.choices(list(PLACES), [28, 18, 12, 7, 9, 7, 4, 7, 8])[0]; t = r.choice(PLACES[land][0].split()); a, z = r.choice(FIRST), r.choice(LAST); code = (a[:2] + z[:3]).upper()
        if code in used: continue
        used.add(code); d = {"Germany": "DE-N" if t in ("Bremen", "Dresden") else "DE-S", "France": "FR-E" if t == "Lille" else "FR-W"}.get(land, PLACES[land][1])
        cl.append((code, f"{a} {z}", None if r.random() < .08 else f"{r.choice('Anke Luis Maud Ferenc Oona Theo Birte Karel Inès Sven'.split())} {r.choice('Hagen Duarte Morel Toth Beck Novák Sauer Lund'.split())}", {"Bi": "restaurant", "Ga": "restaurant", "Ho": "hotel", "Ca": "café", "Ka": "canteen", "Ma": "shop"}.get(a[:2], "shop"), t, land, r.choice([2000, 5000, 5000, 10000, 20000]) if r.random() < .9 else None, iso(date(2010, 1, 1) + timedelta(r.randint(0, 4600))), d))
    put("Clients", cl); w = [r.paretovariate(1.2) if r.random() > .07 else 0 for _ in cl]; w = [min(x, 9) for x in w]; pop = [min(6, r.paretovariate(1.3)) if r.random() > .05 else 0 for _ in goods]
    so, od = [], []
    for n, k in enumerate(sorted(int(1080 * r.random() ** .85) for _ in range(400)), 70001):
        d = T0 + timedelta(k); d += timedelta({5: 2, 6: 1}.get(d.weekday(), 0)); c = r.choices(cl, w)[0]; who = [s for s, ds in reps.items() if c[8] in ds and s != 2 and not (s == 9 and iso(d) > "2023-06-30")] or [7]; s = r.choice(who) if r.random() < .85 else 7
        lag = r.choices([1, 2, 3, 5, 8, 13, 20], [14, 22, 22, 16, 12, 9, 5])[0]; sh = d + timedelta(lag); sh = sh if sh < END and r.random() < .97 else None; want = d + timedelta(r.choice([7, 10, 14])); same = r.random() < .9; o = c if same else r.choice(cl)
        so.append((n, c[0], s, iso(d), iso(want), iso(sh), r.choices([1, 2, 3], [45, 35, 20])[0] if sh else None, round(r.lognormvariate(3.4, .8), 2), o[4], o[5]))
        for g in dict.fromkeys(r.choices(range(len(goods)), pop, k=r.choice([1, 2, 2, 3, 4]))):
            u = r.choice([1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 30]); od.append((n, goods[g][0], u, goods[g][6] if d.year > 2022 else round(goods[g][6] * .93, 2), r.choices([0, .05, .1, .15, .2], [62, 14, 12, 6, 6])[0] if u > 2 else 0))
    put("Sales Orders", so); put("Order Positions", od); vd = []
    for n in range(1, 211):
        g = r.choices(goods, [p + .3 for p in pop])[0]; u = r.choice([20, 40, 50, 60, 80, 100]); vd.append((g[3], g[0], iso(T0 + timedelta(r.randint(0, 1080))), u, round(u * g[5] * r.uniform(.93, 1.05), 2), r.choice(["broken", "short", "late", "wrong goods"]) if r.random() < .16 else None))
    vd.sort(key=lambda x: x[2]); put("Vendor Deliveries", [(i, *v) for i, v in enumerate(vd, 1)]); con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
