//! What files of real systems are taken for, and their columns, where words alone would mislead.

use super::addresses::{imported, role};
use super::joins::{told, words};
use super::{import, sheet};
use crate::import::{Sheet, settle_kinds};
use crate::model::{Code, DealState, FileKind, Role};

const ACCOUNTS: &str = "Account ID,Account Name,City\nA1,Acme,Gary\nA2,Bolt,Erie\nA3,Cog,Gary\nA4,Die,Erie\n";

fn beside(files: &[(&str, &str)]) -> Vec<Sheet> {
    let own = std::iter::once(&("accounts.csv", ACCOUNTS)).chain(files);
    let mut sheets: Vec<Sheet> = own.map(|(name, text)| sheet(name, text)).collect();
    settle_kinds(&mut sheets, None);
    sheets
}

fn kind(name: &str, text: &str) -> FileKind {
    beside(&[(name, text)])[1].kind()
}

#[test]
fn files_named_after_sellers_list_reps() {
    let plain = "id,name,phone,hire_date\n1,Ada Hill,555-123-4567,2020-01-01\n2,Bo Roe,555-123-4568,2021-01-01\n";
    for name in
        ["sales_persons", "owners", "account_managers", "agenti", "handlowcy", "Asesores", "field_force", "delegues"]
    {
        assert_eq!(kind(&format!("{name}.csv"), plain), FileKind::Reps, "{name}");
    }
    for name in ["shop_owners", "contact_persons", "stores"] {
        assert_ne!(kind(&format!("{name}.csv"), plain), FileKind::Reps, "{name}");
    }
    let same = "codigo;nome_vendedor;loja;ativo\n1000;Lucas Campos;Loja A;S\n1001;Bia Reis;Loja B;S\n1056;Lucas Campos;Loja C;S\n\
        1057;Rui Paz;Loja A;S\n1058;Ana Sol;Loja A;N\n";
    assert_eq!(kind("vendedores.csv", same), FileKind::Reps, "two of one name");
    let months = "mes,vendedor,regiao,receita_realizada,meta_receita\n2024-01-01,Ana,Sul,5,6\n2024-01-01,Bia,Sul,7,8\n\
        2024-02-01,Ana,Sul,5,6\n2024-02-01,Bia,Sul,7,9\n";
    assert_eq!(kind("vendedores.csv", months), FileKind::Targets, "a row a month");
}

#[test]
fn what_codes_and_campaigns_stand_for_is_nothing_to_plan() {
    for (name, text) in [
        ("competitors.csv", "competitor_id,name,city\nC1,Rival,Gary\nC2,Other,Erie\n"),
        ("currencies.csv", "code,name,rate\nEUR,Euro,1\nUSD,Dollar,1.1\n"),
        (
            "campaigns.csv",
            "campaign_id,name,type,start_date,budget\nK1,Fair,Event,2026-01-01,500\nK2,Mail,Mail,2026-02-01,50\n",
        ),
        ("pipeline_stages.csv", "stage_id,stage_name,probability,sort_order\n1,Prospecting,10,1\n2,Closed Won,100,2\n"),
        ("entities.csv", "id,altname,customer,employee,homephone\n4,x,4,4,\n1654,y,1654,1654,\n2,z,2,2,\n"),
    ] {
        assert_eq!(kind(name, text), FileKind::Other, "{name}");
    }
}

#[test]
fn customers_each_once_are_no_lines_of_orders() {
    let totals = "Customer ID,Customer Name,Total Purchases,Registration Date\nK1,Ann,5,2026-01-01\nK2,Bea,6,2026-01-02\n\
        K3,Ann,7,2026-01-03\nK4,Cy,8,2026-01-04\n";
    let founded =
        "Company Name,City,Year Established,Sales Volume\nAnn,Gary,1990,5\nAnn,Erie,1991,6\nBea,Gary,1992,7\n";
    for text in [totals, founded] {
        assert_eq!(sheet("list.csv", text).kind(), FileKind::Accounts, "{text}");
    }
    let months = "mes,canal,ciudad,presupuesto,real\n2024-09,Bar,Bogota,5,6\n2024-10,Bar,Bogota,7,8\n";
    assert_eq!(sheet("presupuesto.csv", months).kind(), FileKind::Targets);
}

#[test]
fn what_tells_the_rows_apart_in_front_is_their_id() {
    for (header, values) in [
        ("nofour", ["7", "12", "3", "44", "5"]),
        ("relatienummer", ["K01", "K02", "K03", "K04", "K05"]),
        ("sucursal", ["12-1-220", "29-1-5", "10-3-557", "1-1-1", "2-2-2"]),
        ("merchant_id", ["M1", "M2", "M3", "M4", "M5"]),
        ("IDKlienta", ["K0001", "K0002", "K0003", "K0004", "K0005"]),
        ("idcliente", ["1", "2", "3", "4", "5"]),
    ] {
        let rows =
            values.iter().zip(["Ann", "Bea", "Cy", "Dot", "Eve"]).map(|(id, name)| format!("{id},{name},Gary\n"));
        let text = format!("{header},Company Name,City\n{}", rows.collect::<String>());
        assert_eq!(sheet("list.csv", &text).mappings()[0].role, Role::Id, "{header}");
    }
    let row = "Unnamed: 0,Company Name,City\n0,Ann,Gary\n1,Bea,Erie\n2,Cy,Gary\n3,Dot,Erie\n4,Eve,Gary\n";
    assert_eq!(sheet("list.csv", row).mappings()[0].role, Role::Attribute, "what a program numbered");
    let leads = "partner_account_id,lead_id,country,kam_rep_id\nP1,L9,Peru,K1\nP2,L8,Peru,K1\nP3,L7,Peru,K2\n";
    let own = sheet("portfolios.csv", leads);
    assert_eq!((own.kind(), own.mappings()[0].role), (FileKind::Accounts, Role::Id));
}

#[test]
fn names_come_before_what_the_rows_belong_to() {
    let text = "Name,Channel,DistributorName,City\nShop 1,Bar,D1,Gary\nShop 2,Bar,D1,Erie\nShop 3,Bar,D2,Gary\n";
    assert_eq!(role(&sheet("retailers.csv", text), "Name"), Role::Name);
}

#[test]
fn reports_say_whether_deals_are_closed_and_won() {
    for header in ["Closed,Won", "Closed?,Won?", "property_hs_is_closed,property_hs_is_closed_won"] {
        let text = format!(
            "Opportunity ID,Account Name,Amount,Close Date,{header}\nO1,Acme,5,2026-01-01,1,1\nO2,Bolt,6,2026-01-02,1,0\n\
             O3,Cog,7,2026-01-03,0,0\n"
        );
        let sheets = beside(&[("opportunities.csv", &text)]);
        let import = import(&sheets).expect("usable files");
        let states: Vec<DealState> =
            import.dataset.records().opportunities.iter().map(|(_, deal)| deal.state).collect();
        assert_eq!(states, [DealState::Won, DealState::Lost, DealState::Open], "{header}");
    }
    for header in ["deal_state", "estado", "lifecycle"] {
        let text = format!(
            "Deal ID,Account Name,Amount,Close Date,{header}\nO1,Acme,5,2026-01-01,Won\nO2,Bolt,6,2026-01-02,Lost\n"
        );
        assert_eq!(role(&sheet("deals.csv", &text), header), Role::Stage, "{header}");
    }
}

#[test]
fn how_something_stands_is_no_region() {
    let text = "lead_id,entreprise,etat\nL1,Atlas,nouveau\nL2,Nova,gagnee\nL3,Orbis,confirmee\nL4,Zenith,perdue\n";
    assert_ne!(role(&sheet("prospects.csv", text), "etat"), Role::Region);
}

#[test]
fn scores_are_no_capacity_and_do_not_add_up() {
    let reps = sheet("reps.csv", "rep_id,rep_name,capacity_score\nR1,Ada,80\nR2,Bo,70\n");
    assert_eq!(role(&reps, "capacity_score"), Role::Measure);
    let orders = "order_id,customer_id,order_date,amount,customer_rating\n1,A1,2026-01-01,5,4\n2,A1,2026-01-02,6,5\n";
    assert_eq!(role(&sheet("orders.csv", orders), "customer_rating"), Role::LeaveOut);
}

#[test]
fn months_of_lines_say_when_an_account_ordered_last() {
    let sales = "month,account_id,product,units_sold\n2026-04,A1,Seed,5\n2026-05,A1,Seed,6\n2026-03,A2,Seed,7\n2026-02,A1,Seed,1\n";
    let import = import(&beside(&[("sales.csv", sales)])).expect("usable files");
    assert_eq!(words(&import, "Last order")[..2], ["2026-05-01", "2026-03-01"]);
}

#[test]
fn months_without_a_year_are_told_and_people_with_targets_are_reps() {
    let text = "salesperson,month,month_name,target\nAmit,1,Jan,5\nAmit,2,Feb,6\nBea,1,Jan,7\n";
    let import = import(&beside(&[("sales_targets.csv", text)])).expect("usable files");
    assert_eq!((told(&import, Code::NotADate).len(), told(&import, Code::NamedReps).len()), (3, 1));
    assert_eq!(import.dataset.reps().iter().map(|rep| rep.name.as_str()).collect::<Vec<_>>(), ["Amit", "Bea"]);
}

#[test]
fn amounts_are_targets_before_counts_and_quotas_of_a_month_are_no_dates() {
    let text =
        "periodo_inicio,cantidad_meta,monto_meta,ejecutivo\n2025-10-01,10,1000000,Ana\n2025-10-01,15,2000000,Bea\n";
    assert_eq!(role(&sheet("metas.csv", text), "monto_meta"), Role::Amount);
    let reps = "vendedor,ciudad,cuota_mes\nAna,Bogota,165000000\nBea,Cali,95000000\n";
    assert_eq!(role(&sheet("vendedores.csv", reps), "cuota_mes"), Role::Measure);
}

#[test]
fn what_databases_write_for_nothing_is_blank_and_what_is_deleted_is_none() {
    let text =
        "Account ID,Account Name,Line 2,Status\nA1,Acme,NULL,active\nA2,Bolt,\\N,Deleted\nA3,Cog,Door 2,inactive\n";
    let import = import(&[sheet("accounts.csv", text)]).expect("usable");
    assert_eq!(words(&import, "Line 2"), ["", "Door 2"]);
    assert_eq!(told(&import, Code::Gone).len(), 1);
}

#[test]
fn countries_and_states_stand_below_other_words_too() {
    let (sheets, ..) = imported(&[
        ("a.csv", "Account ID,Account Name,Region\n1,Ann,Taiwan\n2,Bea,Japan\n3,Cy,Singapore\n4,Dot,Japan\n"),
        (
            "b.csv",
            "id_sucursal,nombre_sucursal,ciudad,estado_pais\n1,Uno,Guadalajara,México\n2,Dos,San José,Costa Rica\n",
        ),
        ("c.csv", "Account ID,Account Name,Area\n1,Ann,Bayern\n2,Bea,Hessen\n3,Cy,Sachsen\n"),
    ]);
    assert_eq!(role(&sheets[0], "Region"), Role::Country);
    assert_eq!(role(&sheets[1], "estado_pais"), Role::Country);
    assert_eq!(role(&sheets[2], "Area"), Role::Region);
}

#[test]
fn last_names_beside_numbers_of_reps_are_the_owners() {
    let text =
        "numer_klienta,nazwa klienta,KAM nr,KAM NAZWISKO\n18,A,15,Kowalski\n124,B,15,Kowalski\n283,C,103,Pytalski\n";
    assert_eq!(role(&sheet("klienci.csv", text), "KAM NAZWISKO"), Role::Rep);
}

#[test]
fn numbers_of_registers_and_taxes_are_not_summed() {
    for (header, values) in [
        ("SIRET", ["12", "7", "31", "9", "14", "8"]),
        ("Registro", ["123456782", "234567891", "345678912", "456789123", "567891234", "678912345"]),
    ] {
        let rows = values.map(|own| format!("{own},K{own},Firm {own},Gary\n")).concat();
        let list = sheet("list.csv", &format!("{header},Account ID,Account Name,City\n{rows}"));
        assert_eq!(role(&list, header), Role::Attribute, "{header}");
    }
    let amounts =
        "Account ID,Account Name,Omset\n1,A,120000000\n2,B,234567891\n3,C,345678900\n4,D,1456789123\n5,E,567891234\n";
    assert_eq!(role(&sheet("list.csv", amounts), "Omset"), Role::Measure);
}

#[test]
fn a_day_of_lines_is_that_of_the_order_whatever_it_is_called() {
    for header in ["posting_date", "Belegdatum", "tgl"] {
        let text =
            format!("order_id,account_id,{header},amount\n1,A1,2026-04-01,5\n2,A1,2026-05-02,6\n3,A2,2026-01-05,7\n");
        let import = import(&beside(&[("lines.csv", &text)])).expect("usable files");
        assert_eq!(words(&import, "Last order")[..2], ["2026-05-02", "2026-01-05"], "{header}");
    }
}

#[test]
fn owners_go_by_many_titles() {
    for header in
        ["csm", "csm_owner", "Relationship Manager", "AccountMgr", "key_account_manager", "handled_by", "销售代表"]
    {
        let text = format!("Account ID,Account Name,{header}\n1,A,Ada\n2,B,Bo\n3,C,Ada\n");
        assert_eq!(role(&sheet("list.csv", &text), header), Role::Rep, "{header}");
    }
}

#[test]
fn locations_beside_a_country_are_cities() {
    for header in ["Location", "Localisation", "Gemeente"] {
        let text = format!("Account ID,Account Name,{header},Country\n1,A,Namur,BE\n2,B,Bruxelles,BE\n3,C,Namur,BE\n");
        assert_eq!(role(&sheet("list.csv", &text), header), Role::City, "{header}");
    }
}

#[test]
fn trips_of_people_list_no_reps() {
    let miles = "Rep,Date,From,To,Miles\nAda,2026-01-01,Gary,Erie,5\nBo,2026-01-02,Gary,Reno,6\n";
    assert_ne!(kind("mileage.csv", miles), FileKind::Reps);
}

#[test]
fn products_of_shops_are_called_by_their_titles() {
    let text = "Handle,Title,Vendor,Type,Variant SKU,Variant Price\nsoap,Soap,Acme,Bath,S-1,5.00\ntowel,Towel,Acme,Bath,T-1,9.50\n";
    let products = sheet("products_export.csv", text);
    assert_eq!(products.kind(), FileKind::Products);
    assert_eq!((role(&products, "Title"), role(&products, "Variant SKU")), (Role::Name, Role::Id));
}
