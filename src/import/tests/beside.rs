//! Files beside accounts: contacts, users, quotas of each month, expenses in any language, and visits that did not take place.

use super::joins::{told, words};
use super::{import, sheet};
use crate::import::{Import, Sheet, settle_kinds};
use crate::model::{AccountIx, Code, FileKind, RepIx, Role};

const ACCOUNTS: &str = "Account ID,Account Name,Billing City,Billing State\n001a,Acme,Gary,IN\n001b,Bolt,Erie,PA\n";

/// A list of contacts beside accounts, and alone.
fn contacts(name: &str, text: &str, alone: FileKind) -> Import {
    let mut both = [sheet("accounts.csv", ACCOUNTS), sheet(name, text)];
    assert_eq!(both[1].kind(), alone, "{text}");
    settle_kinds(&mut both, None);
    assert_eq!(both[1].kind(), FileKind::Contacts, "{text}");
    let import = import(&both).expect("usable files");
    assert_eq!(import.dataset.accounts().len(), 2, "{text}");
    let mut own = [both[1].clone()];
    settle_kinds(&mut own, None);
    assert_eq!(own[0].kind(), alone, "{text}");
    settle_kinds(&mut own, Some(&import.dataset));
    assert_eq!(own[0].kind(), FileKind::Contacts, "beside those of a plan");
    import
}

#[test]
fn contacts_beside_accounts_are_counted_there() {
    let text = "First Name,Last Name,Title,Email,Phone,Account Name,Mailing City,Mailing State/Province\n\
        Ada,L,CEO,a@x.com,555-123-4567,Acme,Gary,IN\nBo,D,CFO,b@x.com,555-123-4568,ACME Inc.,Gary,IN\nCy,T,CTO,c@x.com,555-123-4569,Cog,Erie,PA\n";
    let import = contacts("report.csv", text, FileKind::Accounts);
    assert_eq!(words(&import, "Contacts"), ["2", "0"]);
    assert_eq!(told(&import, Code::NotMatched), [("report.csv".to_owned(), 4, "Cog".to_owned())]);
    let text = "Record ID,First Name,Last Name,Email,Contact owner,Lead Status,Create Date,Associated Company\n\
        1,Ada,L,a@x.com,Zed,New,2026-01-02,Acme\n2,Bo,D,b@x.com,Zed,Open,2026-01-02,Bolt\n3,Cy,T,c@x.com,Zed,New,2026-01-03,Bolt\n";
    assert_eq!(words(&contacts("hubspot.csv", text, FileKind::Leads), "Contacts"), ["1", "2"]);
    let text = "Id,AccountId,LastName,FirstName,Email,MailingCity\n003a,001a,L,Ada,a@x.com,Gary\n003b,001a,D,Bo,b@x.com,Gary\n";
    assert_eq!(words(&contacts("Contact.csv", text, FileKind::Accounts), "Contacts"), ["2", "0"]);
}

#[test]
fn figures_about_accounts_make_none_of_their_own() {
    for text in [
        "Customer,Revenue 2025,Segment\nACME Corp.,100,Gold\nAcme,50,Gold\nBolt,200,Silver\nCog,300,Gold\n",
        "Account ID,Revenue 2025,Segment\n001A,150,Gold\n001b,200,Silver\n001x,300,Gold\n",
    ] {
        let mut both = [sheet("accounts.csv", ACCOUNTS), sheet("figures.csv", text)];
        settle_kinds(&mut both, None);
        assert_eq!(both[1].kind(), FileKind::OrderLines, "{text}");
        let import = import(&both).expect("usable files");
        assert_eq!(words(&import, "Revenue 2025")[..2], ["150", "200"], "{text}");
        assert_eq!(words(&import, "Segment")[..2], ["Gold", "Silver"], "{text}");
        assert_eq!(import.dataset.accounts().len(), 3, "a customer that no file has stays one");
        settle_kinds(&mut both[1..], None);
        assert_eq!(both[1].kind(), FileKind::Accounts, "alone");
    }
    let mut others = [sheet("accounts.csv", ACCOUNTS), sheet("more.csv", "Customer,Revenue\nCog,1\nDie,2\nAcme,3\n")];
    settle_kinds(&mut others, None);
    assert_eq!(others[1].kind(), FileKind::Accounts, "most are others");
}

#[test]
fn accounts_with_a_person_each_stay_accounts() {
    for text in [
        "Company,First Name,Last Name,Email,Phone,City,Annual Revenue\nA,x,y,a@x.com,1,Gary,5\nB,z,y,b@x.com,2,Erie,6\n",
        "First Name,Last Name,Company,Title,Email,Lead Status,Lead Source\nx,y,A,CEO,a@x.com,Open,Web\nz,y,B,CFO,b@x.com,New,Web\n",
        "Account ID,Account Name,Contact First Name,Contact Last Name,City\n1,A,x,y,Gary\n2,B,z,y,Erie\n",
    ] {
        let mut both = [sheet("accounts.csv", ACCOUNTS), sheet("more.csv", text)];
        let before = both[1].kind();
        settle_kinds(&mut both, None);
        assert!(before.makes_accounts() && both[1].kind() == before, "{text}");
    }
}

#[test]
fn contacts_alone_are_told_to_be_accounts() {
    let text = "First Name,Last Name,Title,Email,Account Name,Mailing City\nAda,L,CEO,a@x.com,Acme,Gary\nBo,D,CFO,b@x.com,Bolt,Erie\n";
    let import = import(&[sheet("contacts.csv", text)]).expect("usable");
    assert_eq!((import.dataset.accounts().len(), told(&import, Code::Contacts).len()), (2, 1));
}

#[test]
fn users_are_reps_and_only_those_who_are_active() {
    let text = "Id,Username,FirstName,LastName,Email,IsActive,ProfileId,UserRoleId,City,State,CompanyName\n\
        0051,a@x.com,Ada,Lovelace,a@x.com,TRUE,00e1,00E1,Gary,IN,Own\n0052,b@x.com,Bo,Derek,b@x.com,FALSE,00e1,00E2,Erie,PA,Own\n";
    for name in ["User.csv", "extract.csv"] {
        let mut both = [sheet("accounts.csv", ACCOUNTS), sheet(name, text)];
        settle_kinds(&mut both, None);
        let import = import(&both).expect("usable files");
        let names: Vec<&str> = import.dataset.reps().iter().map(|rep| rep.name.as_str()).collect();
        assert_eq!((names, import.dataset.accounts().len()), (vec!["Ada Lovelace"], 2), "{name}");
        assert_eq!(told(&import, Code::Inactive), [(name.to_owned(), 3, "FALSE".to_owned())]);
    }
}

#[test]
fn expenses_are_told_by_their_shape_in_any_language() {
    for text in [
        "Mitarbeiter;Datum;Betrag;Kategorie\nAda;03.01.2026;120,50;Hotel\nAda;24.01.2026;35,00;Essen\n",
        "Collaborateur;Date;Montant;Catégorie\nAda;03/01/2026;120,50;Hôtel\nAda;24/01/2026;35,00;Repas\n",
        "Empleado;Fecha;Importe;Categoría\nAda;03/01/2026;120,50;Hotel\nAda;24/01/2026;35,00;Comida\n",
        "Dipendente;Data;Importo;Categoria\nAda;03/01/2026;120,50;Hotel\nAda;24/01/2026;35,00;Pasti\n",
        "Colaborador;Data;Valor;Categoria\nAda;03/01/2026;120,50;Hotel\nAda;24/01/2026;35,00;Almoço\n",
        "Rep,Date,Amount,Category\nAda,2026-01-03,120.50,Hotel\nAda,2026-01-24,35,Meals\n",
    ] {
        let own = sheet("export.csv", text);
        assert_eq!(own.kind(), FileKind::Expenses, "{text}");
        let import = import(&[sheet("accounts.csv", ACCOUNTS), sheet("reps.csv", "Rep Name\nAda\n"), own])
            .expect("usable files");
        let own: Vec<_> = import.dataset.records().expenses.records().iter().map(|own| (own.rep, own.amount)).collect();
        assert_eq!((own[0], own.len()), ((Some(RepIx(0)), 120.5), 2), "{text}");
    }
    for text in [
        "Rep,Date,Revenue,Type,Product\nAda,2026-01-03,5,New,P\nAda,2026-01-04,6,New,Q\n",
        "Rep,Start Date,Salary,Type\nAda,2026-01-03,5,A\nBo,2026-01-04,6,B\n",
    ] {
        assert_ne!(sheet("export.csv", text).kind(), FileKind::Expenses, "{text}");
    }
}

/// What the targets of a file say: whose, from when, how much.
fn targets(name: &str, text: &str) -> (Import, Vec<String>) {
    let own = sheet(name, text);
    assert_eq!(own.kind(), FileKind::Targets, "{text}");
    let import = import(&[sheet("accounts.csv", ACCOUNTS), sheet("reps.csv", "Rep Name\nAda\nBo\n"), own])
        .expect("usable files");
    let line = |own: &crate::model::Target| {
        let start = own.start.map_or("-".to_owned(), |day| day.to_string());
        format!("{}{} {start} {}", own.name, own.rep.map_or("?".to_owned(), |rep| rep.0.to_string()), own.amount)
    };
    let lines = import.dataset.records().targets.iter().map(line).collect();
    (import, lines)
}

#[test]
fn quotas_of_each_quarter_or_month_are_targets() {
    let (import, lines) = targets("quotas 2026.csv", "Rep,Q1,Q2,Total\nAda,100,200,300\nBo,,350,350\n");
    assert_eq!(lines, ["Ada0 2026-01-01 100", "Ada0 2026-04-01 200", "Bo1 2026-04-01 350"]);
    assert_eq!((import.outcomes[2].taken, import.outcomes[2].columns[3].role), (2, Role::LeaveOut));
    assert_eq!(told(&import, Code::AssumedTargets), []);
    let (import, lines) = targets("q.csv", "Rep,Jan 2026,Feb 2026,Mar 2026\nAda,100,200,300\nBo,150,250,350\n");
    assert_eq!(told(&import, Code::AssumedTargets).len(), 1, "they may be what was reached");
    assert_eq!(lines[2..4], ["Ada0 2026-03-01 300", "Bo1 2026-01-01 150"]);
    let (import, lines) = targets("q.csv", "Verkäufer;Ziel Q1;Ziel Q2;Ziel Q3;Ziel Q4\nAda;1;2;3;4\nBo;5;6;7;9\n");
    assert_eq!((lines.len(), lines[0].as_str()), (8, "Ada0 - 1"), "nobody says of which year");
    assert_eq!(told(&import, Code::NotADate).len(), 1);
    let accounts = sheet("a.csv", "Account,City,Jan 2026,Feb 2026\nA,Gary,5,6\nB,Erie,7,8\n");
    assert_eq!(accounts.kind(), FileKind::Accounts, "what accounts bought is no target");
}

#[test]
fn visits_that_did_not_take_place_are_none() {
    let text = "Account Name,Visit Date,Status\nAcme,2026-01-05,Completed\nAcme,2026-02-05,Cancelled\nAcme,2026-09-05,Planned\n\
        Bolt,2026-02-06,No show\nBolt,2026-01-06,\n";
    let visits: Sheet = sheet("visits.csv", text);
    assert_eq!(visits.kind(), FileKind::Activities);
    let import = import(&[sheet("accounts.csv", ACCOUNTS), visits]).expect("usable files");
    let taken: Vec<_> = import.dataset.records().activities.records().iter().map(|own| own.account).collect();
    assert_eq!(taken, [Some(AccountIx(0)), Some(AccountIx(1))]);
    assert_eq!(words(&import, "Last activity"), ["2026-01-05", "2026-01-06"]);
    let left: Vec<_> = told(&import, Code::NotHappened).into_iter().map(|(_, row, value)| (row, value)).collect();
    assert_eq!(left, [(3, "Cancelled"), (4, "Planned"), (5, "No show")].map(|(row, value)| (row, value.to_owned())));
    assert_eq!(import.outcomes[1].columns[2].note, "says what took place");
    let words = |text: &str| -> Vec<String> {
        let visits = sheet("visits.csv", &format!("Account Name,Visit Date,Status\n{text}"));
        let import = super::import(&[sheet("accounts.csv", ACCOUNTS), visits]).expect("usable files");
        let own = import.diagnostics.iter().filter(|own| own.code == Code::NotHappened);
        own.map(|own| own.message.clone()).collect()
    };
    let [past, ahead] = &words("Acme,2026-01-05,Planned\nBolt,2026-02-06,Completed\nAcme,2026-03-05,Planned\n")[..]
    else {
        panic!("two are planned")
    };
    assert!(past.contains("before others that took place") && !ahead.contains("before others"), "{past} {ahead}");
}

#[test]
fn parents_are_of_the_family_of_their_children() {
    let text = "Account ID,Account Name,Parent Account,Billing City,Billing State\n\
        1,Acme,,Gary,IN\n2,Acme West,Acme,Erie,PA\n3,Bolt,,Gary,IN\n";
    let import = import(&[sheet("accounts.csv", text)]).expect("usable files");
    let families: Vec<&str> = import.dataset.accounts().families.iter().collect();
    assert_eq!(families, ["Acme", "Acme", ""]);
}

#[test]
fn files_that_call_the_city_otherwise_show_each_its_own() {
    let polish = "Nazwa klienta,Miasto,Kraj\nAlfa,Warszawa,Polska\n";
    let import = import(&[sheet("accounts.csv", ACCOUNTS), sheet("klienci.csv", polish)]).expect("usable files");
    let cities: Vec<&str> = import.preview.rows.iter().map(|row| row.cells[2].as_str()).collect();
    assert_eq!(cities, ["Gary", "Erie", "Warszawa"]);
}
