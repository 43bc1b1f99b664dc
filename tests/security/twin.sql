-- Makes a twin that differs in nothing but what the policy "hr" hides.
UPDATE Employee SET LastName = 'Twin' || LastName, Email = 'twin' || Email, BirthDate = '1990-01-01',
    City = 'Elsewhere', ReportsTo = 1;
INSERT INTO Employee(EmployeeId, LastName, FirstName) VALUES (91, 'More', 'One'), (92, 'More', 'Two');
UPDATE Payroll SET Salary = Salary * 3 - EmployeeId * 7000, Note = 'CANARY-twin-' || EmployeeId;
INSERT INTO Payroll VALUES (91, 1, 'CANARY-more');
UPDATE Customer SET Email = (97 - CustomerId) || '@twin.example', Phone = 1000 - CustomerId,
    Fax = CASE WHEN Fax IS NULL THEN '1' END;
UPDATE Member SET secret = CASE nick WHEN 'ann' THEN 'CANARY-twin-9' END;
UPDATE Vault SET v = 'CANARY-twin-' || length(k);
INSERT INTO StaffSearch(StaffSearch) VALUES ('rebuild');
