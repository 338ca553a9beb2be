//! What a plan does not keep, in a manager's words, with what would free it.

use super::{LayerPlan, Plan};
use crate::model::{AccountIx, COUNT, DesignBrief, Limit, Lock, RepIx, Side, TerritoryFigures, TerritoryIx, UnitBy};
use crate::units::Meters;

impl Plan {
    /// The declared limits of the shown layer in words, in their order; `length` says a length in the reader's unit.
    #[must_use]
    pub fn limits_in_words(&self, length: &dyn Fn(Meters) -> String) -> Vec<String> {
        let declared = self.layer().map(LayerPlan::declared).unwrap_or_default();
        declared.iter().map(|limit| capitalised(&self.limit_in_words(limit, length))).collect()
    }

    fn limit_in_words(&self, limit: &Limit, length: &dyn Fn(Meters) -> String) -> String {
        match *limit {
            Limit::Tolerance { territory, measure, deviation } => self.out_of_tolerance(territory, measure, deviation),
            Limit::Bound { territory, measure, total } => self.out_of_bounds(territory, measure, total),
            Limit::Capped { from, needed } => self.capped(from, needed),
            Limit::Unassigned { accounts } => self.without_territory(accounts),
            Limit::Moved { from, share } => self.moved(from, share),
            Limit::Locked { territory, share } => format!(
                "what is locked in {} is {:.0} % of its fair share{}: unlock some of it, or raise the tolerance to {:.0} %",
                self.territory_words(territory),
                share * 100.0,
                self.of_measure(None),
                ((share - 1.0) * 100.0 - 1e-9).ceil().max(0.0),
            ),
            Limit::Barrier { barrier, side, work, territories } => self.cut_off(barrier, side, work, territories),
            Limit::Rule { rule, accounts } => self.not_kept(rule, accounts),
            Limit::Heavy { account, share } => self.too_heavy(account, share),
            Limit::Skill { account, need, accounts } => self.unmet(account, need, accounts),
            Limit::Reach { territory, accounts, farthest } => self.out_of_reach(territory, accounts, farthest, length),
            Limit::Islands { territory } => format!(
                "{} is in several parts that do not touch: move what lies apart to a neighbour, design again, plan fewer \
                 territories, or raise the tolerance",
                self.territory_words(territory)
            ),
        }
    }

    fn out_of_tolerance(&self, territory: TerritoryIx, measure: Option<u16>, deviation: f64) -> String {
        let direction = if self.is_below(territory, measure) { "below" } else { "above" };
        let off = deviation * 100.0;
        // The margin keeps a rounding error from adding a tenth.
        let needed = (off * 10.0 - 1e-9).ceil() / 10.0;
        let own = |brief: &DesignBrief| {
            let own = measure.and_then(|measure| brief.measures.get(usize::from(measure)));
            own.and_then(|own| brief.tolerance_of(own)).unwrap_or(brief.tolerance).percent()
        };
        let aim = tidy(self.brief().map_or(0.0, own));
        format!(
            "{} is {off:.1} % {direction} its fair share{}, the tolerance is ±{aim} %: raise the tolerance to {needed} %, \
             plan fewer territories, or balance a measure that is spread more evenly",
            self.territory_words(territory),
            self.of_measure(measure),
        )
    }

    /// Whether a territory has less than its fair share of a measure; the combined activity for none.
    fn is_below(&self, territory: TerritoryIx, measure: Option<u16>) -> bool {
        let Some(figures) = self.figures() else { return false };
        let Some(own) = figures.territories.get(territory.index()) else { return false };
        let Some(position) = measure.map(usize::from) else { return own.index < 100.0 };
        let crews = self.alignment().crews();
        let crew = crews.get(territory.index());
        let of_crew = |values: &dyn Fn(&TerritoryFigures) -> f64| -> f64 {
            let own = figures.territories.iter().zip(&crews).filter(|(_, own)| Some(*own) == crew);
            own.map(|(own, _)| values(own)).sum()
        };
        // The fair share goes by capacity, which the index of the combined activity knows.
        let share = if own.index > 0.0 {
            own.activity * 100.0 / own.index / of_crew(&|own| own.activity)
        } else {
            1.0 / of_crew(&|_| 1.0)
        };
        let total = of_crew(&|own| own.totals.get(position).copied().unwrap_or(0.0));
        own.totals.get(position).is_some_and(|&held| held < total * share)
    }

    fn out_of_bounds(&self, territory: TerritoryIx, measure: u16, total: f64) -> String {
        let own = self.brief().and_then(|brief| brief.measures.get(usize::from(measure)));
        let name = own.map_or("", |own| own.measure.as_str());
        let crews = self.alignment().crews();
        let of_crew =
            self.figures().map(|figures| figures.territories.as_slice()).unwrap_or_default().iter().zip(&crews);
        let of_crew = of_crew.filter(|(_, crew)| crews.get(territory.index()) == Some(crew)).map(|(own, _)| own);
        let (count, all) = of_crew.fold((0.0, 0.0), |(count, all), own| {
            (count + 1.0, all + own.totals.get(usize::from(measure)).copied().unwrap_or(0.0))
        });
        let enough = |bound: f64, is_least: bool| {
            let territories = if is_least { (all / bound).floor() } else { (all / bound).ceil() };
            format!("all {count} hold {all:.0}, which is enough for {territories}")
        };
        let bound = if let Some(least) = own.and_then(|own| own.least).filter(|&least| total < least) {
            let cause = if least * count > all { format!("; {}", enough(least, true)) } else { String::new() };
            format!("less than the least, {least}{cause}: lower it, or plan fewer territories")
        } else {
            let most = own.and_then(|own| own.most).unwrap_or_default();
            let cause =
                if most > 0.0 && most * count < all { format!("; {}", enough(most, false)) } else { String::new() };
            format!("more than the most, {most}{cause}: raise it, or plan more territories")
        };
        format!("{} holds {total} of {name}, {bound}", self.territory_words(territory))
    }

    fn capped(&self, from: Option<TerritoryIx>, needed: f64) -> String {
        let caps = self.brief().and_then(DesignBrief::caps);
        let cap = caps.and_then(|caps| if from.is_some() { caps.per_territory } else { caps.in_all });
        let cap = cap.map_or_else(|| "the cap".to_owned(), |cap| format!("the cap of {} %", tidy(cap.percent())));
        let needed = (needed * 1000.0).ceil() / 10.0;
        let what = self.capped_measure();
        match self.named_before(from) {
            Some(name) => format!(
                "{cap} on what {name} may hand over stops the balance: about {needed} % of its {what} would have to move: \
                 raise that cap, or the tolerance"
            ),
            None => format!(
                "{cap} on what may change hands stops the balance: about {needed} % of all {what} would have to move: raise \
                 the cap, or the tolerance"
            ),
        }
    }

    fn moved(&self, from: Option<TerritoryIx>, share: f64) -> String {
        let name = self.named_before(from).map(|name| format!(" of {name}"));
        format!(
            "{:.1} % of the {}{} has changed hands, more than the cap{}: take moves back, or raise the cap",
            share * 100.0,
            self.capped_measure(),
            name.unwrap_or_default(),
            if self.brief().is_some_and(|brief| brief.unit != UnitBy::Account) {
                " (what goes together and was with several came together)"
            } else {
                ""
            }
        )
    }

    fn named_before(&self, from: Option<TerritoryIx>) -> Option<&str> {
        let before = self.layer()?.before()?;
        before.territory(from?).map(|own| own.name.as_str())
    }

    /// What the caps on disruption are shares of.
    fn capped_measure(&self) -> &str {
        let measure = self.brief().and_then(DesignBrief::caps).and_then(|caps| caps.measure.as_deref());
        measure.map_or("activity", |own| if own.eq_ignore_ascii_case(COUNT) { "accounts" } else { own })
    }

    fn not_kept(&self, rule: Option<u16>, accounts: u32) -> String {
        let are = if accounts == 1 { "1 account is" } else { &format!("{accounts} accounts are") };
        let own = rule.and_then(|rule| self.brief()?.rules.get(usize::from(rule)).zip(rule.checked_add(1)));
        let cure = "take the moves back, unlock what is locked, or design again";
        match own {
            Some((own, number)) => {
                format!("rule {number} “{}” is not kept: {are} elsewhere: {cure}, or change the rule", own.name)
            }
            None => format!("{are} not in the field, though no rule takes them: {cure}"),
        }
    }

    fn unmet(&self, account: AccountIx, need: u16, accounts: u32) -> String {
        let dataset = self.dataset();
        let needs = self.brief().map(|brief| brief.needs(dataset)).unwrap_or_default();
        let skill = needs.names().get(usize::from(need)).map_or("", String::as_str);
        let first = dataset.accounts().get(account);
        let first = if first.name.is_empty() { first.id } else { first.name };
        let who = if accounts == 1 {
            format!("{first}, which asks for “{skill}”, is")
        } else {
            format!("{accounts} accounts that ask for “{skill}”, {first} first, are")
        };
        let mut reps = (0..).map(RepIx).zip(dataset.reps());
        let who_has = reps.by_ref().filter(|(rep, _)| needs.has(*rep, need)).map(|(_, own)| own.name.as_str());
        let who_has: Vec<&str> = who_has.collect();
        let cure = match who_has.as_slice() {
            [] => "nobody has it: give a rep that skill, or take the column out of what accounts need".to_owned(),
            some => format!(
                "{} {} it: move them there, design again with a territory for each rep who has it, or give their rep that skill",
                some.iter().take(3).copied().collect::<Vec<_>>().join(", "),
                if some.len() == 1 { "has" } else { "have" },
            ),
        };
        format!("{who} with a rep who does not have it, or with none; {cure}")
    }

    fn out_of_reach(
        &self,
        territory: TerritoryIx,
        accounts: u32,
        farthest: Meters,
        length: &dyn Fn(Meters) -> String,
    ) -> String {
        let rep = self.alignment().territory(territory).and_then(|own| own.rep);
        let cap = rep.and_then(|rep| self.brief()?.reach_of(self.dataset(), rep)).unwrap_or_default();
        let name = rep.and_then(|rep| self.dataset().rep(rep)).map_or("", |rep| rep.name.as_str());
        let are = if accounts == 1 { "1 account is" } else { &format!("{accounts} accounts are") };
        format!(
            "{are} farther from the home base of {name} than {}, the farthest in {} is {}: raise the cap to that, raise the \
             tolerance, or hire nearer by",
            length(cap),
            self.territory_words(territory),
            length(farthest),
        )
    }

    fn cut_off(&self, barrier: u16, side: Side, work: f64, territories: u16) -> String {
        let own = self.brief().and_then(|brief| brief.barriers.get(usize::from(barrier)));
        let name = own.map_or("", |own| own.name.as_str());
        let place = match side {
            Side::North => "north of",
            Side::East => "east of",
            Side::South => "south of",
            Side::West => "west of",
            Side::Within => "within",
        };
        let plural = |count: f64| if (count - 1.0).abs() < 0.05 { "territory" } else { "territories" };
        let found = format!("{place} the barrier “{name}” there is work for {work:.1} {}", plural(work));
        if territories == 0 {
            return format!(
                "{found}, too little for one of its own, and a territory from across takes it: plan more territories, \
                 or switch the barrier off"
            );
        }
        let count = f64::from(territories);
        // The margin keeps a rounding error from adding a tenth.
        let needed = ((work / count - 1.0).abs() * 1000.0 - 1e-9).ceil() / 10.0;
        format!(
            "{found}, but it has {territories}: raise the tolerance to {needed} %, plan another number of territories, \
             or switch the barrier off"
        )
    }

    fn too_heavy(&self, account: AccountIx, share: f64) -> String {
        let accounts = self.dataset().accounts();
        let own = accounts.get(account);
        let unit = self.brief().and_then(|brief| self.unit_of(account, &brief.unit));
        let by_itself = || if own.name.is_empty() { own.id } else { own.name }.to_owned();
        let name = unit.map_or_else(by_itself, |own| own.0);
        let needed = ((share - 1.0) * 100.0 - 1e-9).ceil().max(0.0);
        // Fewer territories have larger shares.
        let tolerance = self.brief().map_or(0.0, |brief| brief.tolerance.value());
        let field = self.brief().map_or(0.0, |brief| f64::from(brief.territories));
        let most = (field * (1.0 + tolerance) / share + 1e-9).floor();
        let fewer = match most {
            most if most > 1.5 => format!("at most {most} territories"),
            most if most > 0.5 => "a single territory".to_owned(),
            _ => "fewer territories".to_owned(),
        };
        format!(
            "{name} alone is {:.0} % of a fair share{}: raise the tolerance to {needed} %, leave it out of the balance by a rule, \
             or plan {fewer}",
            share * 100.0,
            self.of_measure(None),
        )
    }

    fn without_territory(&self, accounts: u32) -> String {
        let are = if accounts == 1 { "1 account is" } else { &format!("{accounts} accounts are") };
        let them = if accounts == 1 { "it" } else { "them" };
        let locks = self.layer().map(LayerPlan::locks).unwrap_or_default();
        let is_out = |lock: &&Lock| match **lock {
            Lock::Account(account) => {
                self.alignment().owner(account).is_none() && self.dataset().accounts().get(account).location.is_some()
            }
            Lock::Territory(_) | Lock::Rep(_) => false,
        };
        if locks.iter().filter(is_out).count() >= accounts as usize {
            return format!("{are} left out, and locked so: unlock {them} to have {them} covered again");
        }
        format!(
            "{are} on the map without a territory: move {them} to one, draw anew, or leave {them} to nobody by a rule"
        )
    }

    fn territory_words(&self, territory: TerritoryIx) -> String {
        let name = self.alignment().territory(territory).map_or("", |found| found.name.as_str());
        let number = territory.index() + 1;
        if name == format!("Territory {number}") { name.to_owned() } else { format!("Territory {number} {name}") }
    }

    fn of_measure(&self, measure: Option<u16>) -> String {
        let Some(brief) = self.brief() else { return String::new() };
        let named = measure.and_then(|measure| brief.measures.get(usize::from(measure)));
        match named.map_or(brief.measures.as_slice(), std::slice::from_ref) {
            [one] if one.measure.eq_ignore_ascii_case(COUNT) => " of accounts".to_owned(),
            [one] => format!(" of {}", one.measure),
            _ => String::new(),
        }
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A number without the noise of binary fractions.
fn tidy(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn limits_say_what_to_do() {
        let plan = sample::edited_plan(12);
        let km = |length: Meters| format!("{:.0} km", length.kilometers());
        let heavy = plan.limit_in_words(&Limit::Heavy { account: AccountIx(0), share: 1.07 }, &km);
        assert!(heavy.contains(" alone is 107 % of a fair share"), "{heavy}");
        assert!(
            heavy.contains("raise the tolerance to 7 %, leave it out of the balance by a rule, or plan at most 2"),
            "{heavy}"
        );
        let off =
            plan.limit_in_words(&Limit::Tolerance { territory: TerritoryIx(0), measure: None, deviation: 0.0712 }, &km);
        assert!(off.contains(" is 7.1 % ") && off.contains("raise the tolerance to 7.2 %"), "{off}");
    }
}
