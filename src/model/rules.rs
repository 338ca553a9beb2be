//! Rules in order: who takes an account before geography divides what is left.

use super::account::{AccountKind, Accounts, ColumnValues};
use super::alignment::Alignment;
use super::brief::DesignBrief;
use super::dataset::{Dataset, RepIx};
use super::records::DealState;
use crate::units::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// Which territories divide an account among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crew {
    /// Those of the field, which takes what no rule takes.
    #[default]
    Field,
    /// Those of a team, by its position in the brief.
    Team(u16),
    /// One of a rep with named accounts alone: it has no area, and its fair share is what it holds.
    Named,
}

/// A part of the sales force with territories of its own, which take what rules give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Name; not empty.
    pub name: String,
    /// How many territories, at least 1.
    pub territories: u16,
    /// Ids of its reps; a rep who is in no team is in the field.
    pub reps: Vec<String>,
}

/// What an account has to be like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// It is one of these, by id.
    Accounts(Vec<String>),
    /// A column has one of these texts, in any case.
    Text {
        /// Header of the column, in any case.
        column: String,
        /// The texts.
        values: Vec<String>,
    },
    /// A column of numbers is in this range, its ends included.
    Number {
        /// Header of the column, in any case.
        column: String,
        /// The least; `None` for no bound.
        least: Option<f64>,
        /// The most; `None` for no bound.
        most: Option<f64>,
    },
    /// A column of days is in this range, its ends included.
    Day {
        /// Header of the column, in any case.
        column: String,
        /// The first; `None` for no bound.
        first: Option<Day>,
        /// The last; `None` for no bound.
        last: Option<Day>,
    },
    /// It has come that far.
    Kind(AccountKind),
    /// An opportunity of it is open.
    OpenOpportunity,
    /// It has no location.
    Nowhere,
}

/// Who takes what a rule takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taker {
    /// A team, by its position in the brief: its territories divide them.
    Team(u16),
    /// A rep, by id, besides what geography gives the rep's territory.
    Rep(String),
    /// A rep, by id, who has named accounts alone.
    NamedRep(String),
    /// Whoever owned the account before; one that nobody owned is left for the next rule.
    Present,
    /// Nobody in this layer.
    Nobody,
}

/// A rule: the accounts that fulfil all its conditions, and who takes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Name; not empty.
    pub name: String,
    /// Whether it counts.
    pub is_on: bool,
    /// All have to hold; without any it takes all accounts.
    pub conditions: Vec<Condition>,
    /// Whether the family of an account goes with it.
    pub with_family: bool,
    /// Who takes them.
    pub taker: Taker,
}

/// What a rule or a team names that is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A column that is not there, or holds something else.
    #[error(
        "rule {rule} “{name}” asks for the column “{column}” of {kind}, which the accounts do not have: choose another column, or switch the rule off"
    )]
    Column {
        /// Number of the rule, from 1.
        rule: usize,
        /// Its name.
        name: String,
        /// The column.
        column: String,
        /// `texts`, `numbers` or `days`.
        kind: &'static str,
    },
    /// A rep who is not there.
    #[error(
        "rule {rule} “{name}” gives accounts to the rep “{rep}”, who is not in the data: choose another rep, or switch the rule off"
    )]
    Rep {
        /// Number of the rule, from 1.
        rule: usize,
        /// Its name.
        name: String,
        /// Id of the rep.
        rep: String,
    },
    /// A team that is not there.
    #[error("rule {rule} “{name}” gives accounts to a team that is not there: choose another, or switch the rule off")]
    Team {
        /// Number of the rule, from 1.
        rule: usize,
        /// Its name.
        name: String,
    },
    /// A team without territories.
    #[error("team “{team}” has no territory: give it at least 1, or remove it")]
    NoTerritory {
        /// The team.
        team: String,
    },
}

impl DesignBrief {
    /// The rule that takes each account: the first that is on, that it fulfils and that has somebody to give it to.
    /// `before` is the alignment that disruption is counted from. A rule that names what is not there takes nothing.
    /// O(accounts × rules).
    #[must_use]
    pub fn takers(&self, dataset: &Dataset, before: Option<&Alignment>) -> Vec<Option<u16>> {
        let accounts = dataset.accounts();
        let mut taken = vec![None; accounts.len()];
        for (number, rule) in
            (0u16..).zip(&self.rules).filter(|(_, rule)| rule.is_on && rule.fault(self, dataset).is_none())
        {
            let owned = |row: usize| before.is_some_and(|before| before.owners().get(row).copied().flatten().is_some());
            let can_take = |row: usize| rule.taker != Taker::Present || owned(row);
            let fulfils = rule.test(dataset);
            let is_open = |row: &usize| taken[*row].is_none() && can_take(*row);
            let mut hit: Vec<usize> = (0..taken.len()).filter(is_open).filter(|&row| fulfils(row)).collect();
            if rule.with_family {
                let families: HashSet<&str> = hit.iter().map(|&row| accounts.families.get(row)).collect();
                let is_of_them = |row: usize| {
                    let own = accounts.families.get(row);
                    !own.is_empty() && families.contains(own)
                };
                hit.extend((0..taken.len()).filter(is_open).filter(|&row| is_of_them(row)));
            }
            for row in hit {
                taken[row] = Some(number);
            }
        }
        taken
    }

    /// The number of territories asked for, in the field, of all teams, and of reps with named accounts alone to whom the
    /// rules give some.
    #[must_use]
    pub fn all_territories(&self, dataset: &Dataset, takers: &[Option<u16>]) -> usize {
        self.divided_territories() + self.named_reps(dataset, takers).len()
    }

    /// The territories of the field and the teams.
    fn divided_territories(&self) -> usize {
        usize::from(self.territories) + self.teams.iter().map(|team| usize::from(team.territories)).sum::<usize>()
    }

    /// Whether anything but geography decides.
    #[must_use]
    pub fn is_ruled(&self) -> bool {
        !self.teams.is_empty() || self.rules.iter().any(|rule| rule.is_on)
    }

    /// Who takes what a rule takes; `None` without a rule.
    #[must_use]
    pub fn taker(&self, rule: Option<u16>) -> Option<&Taker> {
        Some(&self.rules.get(usize::from(rule?))?.taker)
    }

    /// The reps with named accounts alone to whom the rules give some, in their order.
    #[must_use]
    pub fn named_reps(&self, dataset: &Dataset, takers: &[Option<u16>]) -> Vec<RepIx> {
        let used: BTreeSet<u16> = takers.iter().flatten().copied().collect();
        let rep = |rule: u16| match self.taker(Some(rule))? {
            Taker::NamedRep(rep) => dataset.rep_named(rep),
            _ => None,
        };
        used.into_iter().filter_map(rep).collect::<BTreeSet<RepIx>>().into_iter().collect()
    }

    /// The territories of the field and the teams, and one for each rep whom a rule gives named accounts alone: how many a
    /// design will make, unless such a rule takes nothing.
    #[must_use]
    pub fn territories_asked(&self) -> usize {
        let named = self.rules.iter().filter(|rule| rule.is_on).filter_map(|rule| match &rule.taker {
            Taker::NamedRep(rep) => Some(rep),
            _ => None,
        });
        self.divided_territories() + named.collect::<BTreeSet<_>>().len()
    }

    /// The team that a rep is in; `None` for the field.
    #[must_use]
    pub fn team_of(&self, rep: &str) -> Option<u16> {
        (0u16..).zip(&self.teams).find(|(_, team)| team.reps.iter().any(|own| own == rep)).map(|(position, _)| position)
    }

    /// Whether everything that the rules and teams name is there. O(rules × columns).
    ///
    /// # Errors
    /// [`RuleError`] for the first that is not.
    pub fn check_rules(&self, dataset: &Dataset) -> Result<(), RuleError> {
        if let Some(team) = self.teams.iter().find(|team| team.territories == 0) {
            return Err(RuleError::NoTerritory { team: team.name.clone() });
        }
        let faulty = (1..).zip(&self.rules).filter(|(_, rule)| rule.is_on);
        let mut faults =
            faulty.filter_map(|(number, rule)| Some((number, rule.name.clone(), rule.fault(self, dataset)?)));
        faults.next().map_or(Ok(()), |(rule, name, fault)| {
            Err(match fault {
                Fault::Column { column, kind } => RuleError::Column { rule, name, column, kind },
                Fault::Rep(rep) => RuleError::Rep { rule, name, rep },
                Fault::Team => RuleError::Team { rule, name },
            })
        })
    }
}

/// What a rule names that is not there.
enum Fault {
    Column { column: String, kind: &'static str },
    Rep(String),
    Team,
}

impl Rule {
    fn fault(&self, brief: &DesignBrief, dataset: &Dataset) -> Option<Fault> {
        let missing = |condition: &Condition| {
            let (column, kind) = condition.missing_column(dataset)?;
            Some(Fault::Column { column: column.to_owned(), kind })
        };
        self.conditions.iter().find_map(missing).or_else(|| match &self.taker {
            Taker::Team(team) => brief.teams.get(usize::from(*team)).is_none().then_some(Fault::Team),
            Taker::Rep(rep) | Taker::NamedRep(rep) => dataset.rep_named(rep).is_none().then(|| Fault::Rep(rep.clone())),
            Taker::Present | Taker::Nobody => None,
        })
    }

    /// Whether the account in a row fulfils all conditions.
    fn test<'a>(&'a self, dataset: &'a Dataset) -> impl Fn(usize) -> bool + 'a {
        let tests: Vec<Test> = self.conditions.iter().map(|condition| condition.test(dataset)).collect();
        move |row| tests.iter().all(|test| test(row))
    }
}

pub(super) type Test<'a> = Box<dyn Fn(usize) -> bool + 'a>;

impl Condition {
    /// The column that it asks for and what that has to hold, where the accounts have none such.
    pub(super) fn missing_column(&self, dataset: &Dataset) -> Option<(&str, &'static str)> {
        type Fits = fn(&ColumnValues) -> bool;
        let (column, kind, fits): (&String, _, Fits) = match self {
            Self::Text { column, .. } => (column, "texts", |_| true),
            Self::Number { column, .. } => (column, "numbers", |own| own.numbers().is_some()),
            Self::Day { column, .. } => (column, "days", |own| matches!(own, ColumnValues::Day(_))),
            Self::Accounts(_) | Self::Kind(_) | Self::OpenOpportunity | Self::Nowhere => return None,
        };
        let is_there = dataset.accounts().column(column).is_some_and(|column| fits(&column.values));
        (!is_there).then_some((column.as_str(), kind))
    }

    /// Whether the account in a row fulfils it; where the column is not there, none does.
    pub(super) fn test<'a>(&'a self, dataset: &'a Dataset) -> Test<'a> {
        let accounts: &Accounts = dataset.accounts();
        match self {
            Self::Accounts(ids) => {
                let ids: HashSet<&str> = ids.iter().map(String::as_str).collect();
                Box::new(move |row| ids.contains(accounts.ids.get(row)))
            }
            Self::Text { column, values } => {
                let column = accounts.column(column);
                Box::new(move |row| {
                    let own = column.map(|column| column.values.words(row));
                    own.is_some_and(|own| values.iter().any(|value| value.eq_ignore_ascii_case(&own)))
                })
            }
            Self::Number { column, least, most } => {
                let numbers = accounts.column(column).and_then(|column| column.values.numbers());
                Box::new(move |row| {
                    let own = numbers.and_then(|numbers| numbers.get(row).copied().flatten());
                    own.is_some_and(|own| least.is_none_or(|least| own >= least) && most.is_none_or(|most| own <= most))
                })
            }
            Self::Day { column, first, last } => {
                let days = match accounts.column(column).map(|column| &column.values) {
                    Some(ColumnValues::Day(days)) => days.as_slice(),
                    _ => &[],
                };
                Box::new(move |row| {
                    let own = days.get(row).copied().flatten();
                    own.is_some_and(|own| first.is_none_or(|first| own >= first) && last.is_none_or(|last| own <= last))
                })
            }
            Self::Kind(kind) => Box::new(move |row| accounts.kinds.get(row).copied().unwrap_or_default() == *kind),
            Self::OpenOpportunity => {
                let deals = dataset.records().opportunities.records().iter();
                let open = deals.filter(|deal| deal.state == DealState::Open).filter_map(|deal| deal.account);
                let open: HashSet<usize> = open.map(super::account::AccountIx::index).collect();
                Box::new(move |row| open.contains(&row))
            }
            Self::Nowhere => Box::new(move |row| accounts.locations.get(row).copied().flatten().is_none()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccountIx, Column, Opportunity, Placement, Precision, Records, Rep, Territory, TerritoryIx};
    use crate::units::LonLat;

    fn dataset() -> Dataset {
        let mut accounts = Accounts::default();
        for (row, family) in ["", "Group", "Group", "", "Other", ""].into_iter().enumerate() {
            accounts.ids.push(&format!("a{row}"));
            accounts.names.push(&format!("Account {row}"));
            accounts.families.push(family);
            accounts.places.push("");
            accounts.locations.push(LonLat::new(row as f64, 50.0).ok().filter(|_| row != 5));
            accounts.precisions.push(if row == 5 { Precision::None } else { Precision::City });
        }
        let texts = ["Retail", "banking", "", "Retail", "Banking", "Mining"].into_iter().collect();
        let sizes = [Some(50.0), Some(500.0), Some(501.0), None, Some(49.9), Some(60.0)];
        let day = |day: i32| Day::from_number(20_000 + day).ok();
        let since = [day(0), day(10), day(20), None, day(30), day(40)];
        accounts.columns.push(Column { name: "Industry".to_owned(), values: ColumnValues::Text(texts) });
        accounts.columns.push(Column { name: "Employees".to_owned(), values: ColumnValues::Number(sizes.to_vec()) });
        accounts.columns.push(Column { name: "Since".to_owned(), values: ColumnValues::Day(since.to_vec()) });
        let rep = |id: &str| Rep::new(id, id, Placement::unknown());
        let mut records = Records { stages: ["Open"].into_iter().collect(), ..Records::default() };
        let open = |account, state| Opportunity {
            account: Some(AccountIx(account)),
            rep: None,
            product: None,
            stage: 0,
            state,
            amount: None,
            created: None,
            closed: None,
        };
        records.opportunities.push("d1", open(2, DealState::Open));
        records.opportunities.push("d2", open(3, DealState::Won));
        let dataset = Dataset::new(accounts, vec![rep("r1"), rep("r2")], Vec::new());
        dataset.and_then(|dataset| dataset.with_records(records)).expect("well formed")
    }

    fn rule(conditions: Vec<Condition>, taker: Taker) -> Rule {
        Rule { name: "Some".to_owned(), is_on: true, conditions, with_family: false, taker }
    }

    fn brief(rules: Vec<Rule>) -> DesignBrief {
        let team = Team { name: "Inside".to_owned(), territories: 2, reps: vec!["r2".to_owned()] };
        DesignBrief { rules, teams: vec![team], ..DesignBrief::by_count(3) }
    }

    /// The accounts that a single condition takes.
    fn check_takes(condition: &Condition, expected: &[usize]) {
        let takers = brief(vec![rule(vec![condition.clone()], Taker::Team(0))]).takers(&dataset(), None);
        let taken: Vec<usize> = (0..6).filter(|&row| takers[row].is_some()).collect();
        assert_eq!(taken, expected, "{condition:?}");
    }

    #[test]
    fn conditions_take_what_they_say() {
        let column = |name: &str| name.to_owned();
        check_takes(&Condition::Accounts(vec!["a4".to_owned(), "nobody".to_owned()]), &[4]);
        check_takes(&Condition::Text { column: column("industry"), values: vec!["BANKING".to_owned()] }, &[1, 4]);
        check_takes(&Condition::Text { column: column("industry"), values: Vec::new() }, &[]);
        check_takes(
            &Condition::Number { column: column("employees"), least: Some(50.0), most: Some(500.0) },
            &[0, 1, 5],
        );
        check_takes(&Condition::Number { column: column("employees"), least: None, most: None }, &[0, 1, 2, 4, 5]);
        let day = |day: i32| Day::from_number(20_000 + day).ok();
        check_takes(&Condition::Day { column: column("since"), first: day(10), last: day(30) }, &[1, 2, 4]);
        check_takes(&Condition::OpenOpportunity, &[2]);
        check_takes(&Condition::Nowhere, &[5]);
        check_takes(&Condition::Kind(AccountKind::Lead), &[]);
        check_takes(&Condition::Kind(AccountKind::Customer), &[0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_first_rule_takes_and_families_go_along() {
        let retail = Condition::Text { column: "Industry".to_owned(), values: vec!["Retail".to_owned()] };
        let bank = Condition::Accounts(vec!["a1".to_owned()]);
        let rules = vec![
            Rule { is_on: false, ..rule(Vec::new(), Taker::Nobody) },
            Rule { with_family: true, ..rule(vec![bank], Taker::NamedRep("r1".to_owned())) },
            rule(vec![retail.clone(), Condition::Accounts(vec!["a3".to_owned()])], Taker::Team(0)),
            rule(vec![retail], Taker::Rep("r2".to_owned())),
        ];
        let brief = brief(rules);
        let takers = brief.takers(&dataset(), None);
        assert_eq!(takers, [Some(3), Some(1), Some(1), Some(2), None, None]);
        assert_eq!(brief.named_reps(&dataset(), &takers), [RepIx(0)]);
        assert_eq!(brief.all_territories(&dataset(), &takers), 3 + 2 + 1);
        assert_eq!(brief.team_of("r2"), Some(0));
    }

    #[test]
    fn only_what_has_an_owner_stays() {
        let territory = Territory { name: "North".to_owned(), rep: None, slot: 1, crew: Crew::Field };
        let mut owners = vec![None; 6];
        owners[2] = Some(TerritoryIx(0));
        let before = Alignment::new(vec![territory], owners).expect("well formed");
        let rules = vec![rule(Vec::new(), Taker::Present), rule(Vec::new(), Taker::Team(0))];
        let takers = brief(rules.clone()).takers(&dataset(), Some(&before));
        assert_eq!(takers, [Some(1), Some(1), Some(0), Some(1), Some(1), Some(1)]);
        assert_eq!(brief(rules).takers(&dataset(), None), [Some(1); 6]);
    }

    #[test]
    fn what_is_not_there_is_named_and_takes_nothing() {
        let column = |column: &str| Condition::Number { column: column.to_owned(), least: None, most: None };
        for (faulty, words) in [
            (rule(vec![column("Headcount")], Taker::Team(0)), "column “Headcount” of numbers"),
            (rule(vec![column("Industry")], Taker::Team(0)), "column “Industry” of numbers"),
            (rule(Vec::new(), Taker::Team(1)), "team that is not there"),
            (rule(Vec::new(), Taker::Rep("r9".to_owned())), "rep “r9”"),
        ] {
            let brief = brief(vec![faulty.clone()]);
            let error = brief.check_rules(&dataset()).expect_err("it names what is not there").to_string();
            assert!(error.starts_with("rule 1 “Some”") && error.contains(words), "{error}");
            assert_eq!(brief.takers(&dataset(), None), [None; 6]);
            let off = Rule { is_on: false, ..faulty };
            assert_eq!(self::brief(vec![off]).check_rules(&dataset()), Ok(()));
        }
        let mut idle = brief(Vec::new());
        idle.teams[0].territories = 0;
        assert!(idle.check_rules(&dataset()).expect_err("it has none").to_string().contains("“Inside”"));
    }
}
