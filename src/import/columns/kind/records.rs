//! Tables of what happens to accounts: order lines, deals, activities, expenses, products and targets.

use super::Columns;
use crate::import::columns::lexicon::Word;
use crate::import::columns::profile::Profile;
use crate::import::columns::words::HeaderWords;

/// Words of files that are no expenses, although they say who, when, how much and of what kind.
const ELSEWHERE: [Word; 9] = [
    Word::Opportunity,
    Word::Order,
    Word::Product,
    Word::Quantity,
    Word::Stage,
    Word::Target,
    Word::Capacity,
    Word::Home,
    Word::Zip,
];

/// Words beside the number of a payment.
const OF_PAYMENT: [Word; 4] = [Word::Id, Word::Order, Word::Record, Word::Unknown];

impl Columns<'_> {
    pub(super) fn opportunities(&self) -> i32 {
        let is_stage = |words: &HeaderWords| words.has(Word::Stage) && !words.has(Word::Lifecycle);
        let ended = self.pairs().any(|(words, profile)| {
            profile.ended_stages > 0
                && profile.is_mostly(profile.stages, 50)
                && (!words.is_known() || words.has_any(&[Word::Stage, Word::Status, Word::Opportunity]))
        });
        // What says of deals neither how they stand, nor when, nor of whom, joins them to something else.
        let is_placed_in_time = self.has_money() || self.any(|words| words.says_date() || words.has(Word::Account));
        let says_more = is_placed_in_time || self.any(HeaderWords::says_stage);
        let keyed = if says_more && self.has_key(Word::Opportunity) { 5 } else { 0 };
        // Each account may have one opportunity; those that are numbered or named are no accounts.
        let is_deal = self.any(is_stage) && self.has_money() && self.any(|words| words.has(Word::Closed));
        let of_accounts = if self.lists_unknown() && !is_deal {
            9
        } else if is_deal && self.file.has(Word::Opportunity) {
            0
        } else if self.has_unique_key(Word::Account) && self.rows > 2 && keyed == 0 {
            5
        } else {
            0
        };
        // Each stage once, with nothing that stands at it.
        let is_each_once = |(words, profile): (&HeaderWords, &Profile)| is_stage(words) && profile.is_unique();
        if self.rows > 1
            && !is_placed_in_time
            && !self.has_unique_key(Word::Opportunity)
            && self.pairs().any(is_each_once)
        {
            return 0;
        }
        keyed
            + self.if_any(3, is_stage)
            + if ended { 3 } else { 0 }
            + self.if_any(2, |words| words.has(Word::Closed) && !words.has(Word::Flag))
            + self.if_any(1, |words| words.has(Word::Rate))
            + self.if_file(4, Word::Opportunity)
            - of_accounts
    }

    pub(super) fn activities(&self) -> i32 {
        let dated = |words: &HeaderWords| {
            words.has(Word::Activity)
                && words.has_any(&[Word::Date, Word::Kind, Word::Person])
                && !words.has(Word::Last)
        };
        let kinds = self.pairs().any(|(words, profile)| {
            profile.is_mostly(profile.activity_kinds, 60)
                && (!words.is_known() || words.has_any(&[Word::Kind, Word::Activity, Word::Subject]))
        });
        let keyed = if self.has_key(Word::Activity) { 5 } else { 0 };
        let subject = self.any(|words| words.has_any(&[Word::Subject, Word::Related]));
        let has_date = self.any(|words| words.says_date() && !words.has_any(&[Word::Last, Word::Modified]));
        let who = self.any(|words| words.has(Word::Person)) && self.any(|words| words.has(Word::Account));
        let is_unique = self.lists_customers();
        let met = has_date && who && !self.has_money();
        // Where a customer was visited is that customer's city; accounts with a day each are no visits.
        let is_dated = self.pairs().any(|(words, profile)| dated(words) && profile.is_mostly(profile.bare_dates, 50));
        let has_street = self.any(|words| words.has(Word::Address));
        let is_log = met && (!self.has_place() || !has_street && (kinds || is_dated));
        let are_addresses = self.has_place() && has_street && keyed == 0 && !kinds;
        let of_accounts = if self.lists_unknown() || are_addresses {
            9
        } else if is_unique && self.rows > 3 && keyed == 0 && !(met && kinds) {
            4
        } else {
            0
        };
        if self.file.says_campaign() {
            return 0;
        }
        keyed
            + self.if_any(4, dated)
            + if kinds { 4 } else { 0 }
            + if subject { 2 } else { 0 }
            + if subject && has_date && !self.has_place() && !self.has_money() { 3 } else { 0 }
            + self.if_any(1, |words| words.has_any(&[Word::Due, Word::Duration, Word::Start]))
            + if is_log { 3 } else { 0 }
            + if is_log && self.has_place() { 3 } else { 0 }
            + self.if_file(4, Word::Activity).max(self.if_file(3, Word::Email))
            - of_accounts
    }

    pub(super) fn expenses(&self) -> i32 {
        let says = self.if_any(5, |words| words.has(Word::Expense)) + self.if_file(4, Word::Expense);
        let spent = if self.has_money() { 2 } else { 0 } + self.if_any(1, HeaderWords::says_date);
        let is_dated = self.any(|words| words.has(Word::Expense) && words.says_date());
        let is_told = self.has_key(Word::Expense) || self.file.has(Word::Expense) || is_dated;
        // Merchants with a place and without a day are customers.
        let has_street = self.any(|words| words.has(Word::Address)) && self.any(|words| words.has(Word::Account));
        let is_list = self.has_place() && (has_street && !is_told || !self.any(HeaderWords::says_date));
        let of_accounts = self.lists_customers() && !is_told || is_list && !self.file.has(Word::Expense);
        // In the words of no language an amount of a person, a day and a category is anything else.
        let is_shaped = self.any(|words| words.only(&[Word::Person, Word::Name]) && words.has(Word::Person))
            && self.any(|words| words.only(&[Word::Date]))
            && self.pairs().any(|(words, profile)| words.only(&[Word::Money, Word::Currency]) && profile.is_numeric())
            && self.pairs().any(|(words, profile)| {
                let says_kind = words.only(&[Word::Kind, Word::Money]) && words.has(Word::Kind);
                (says_kind || !words.is_known()) && profile.is_text() && !profile.is_mostly(profile.activity_kinds, 60)
            })
            && self.words.iter().all(|words| words.each(|word| !ELSEWHERE.contains(&word)));
        match says {
            0 if is_shaped => 9,
            0 => 0,
            _ if of_accounts => 0,
            says => says + spent,
        }
    }

    pub(super) fn products(&self) -> i32 {
        let about_others =
            self.any(|words| words.has_any(&[Word::Account, Word::Order, Word::Person, Word::Opportunity]));
        let keyed =
            if self.has_key(Word::Product) { 4 } else { 0 } + if self.has_unique_key(Word::Product) { 3 } else { 0 };
        if about_others {
            0
        } else {
            keyed + self.if_any(1, |words| words.has(Word::Rate)) + self.if_file(5, Word::Product)
        }
    }

    pub(super) fn targets(&self) -> i32 {
        let is_target = |(words, profile): (&HeaderWords, &Profile)| words.has(Word::Target) && profile.is_numeric();
        let says = if self.pairs().any(is_target) { 4 } else { 0 };
        let period = self.any(|words| {
            words.has_any(&[Word::Period, Word::Year]) || words.only(&[Word::Date, Word::Start, Word::End])
        });
        let lists_customers = self.has_unique_key(Word::Account) || self.lists_unknown() && !(period && says > 0);
        let of_others = lists_customers && (self.has_place() || self.has_address())
            || self.any(|words| words.has_any(&[Word::Home, Word::Capacity]))
            || self.is_of_people() && !self.file.has(Word::Target) && self.is_reps();
        let whose = self.any(|words| {
            words.has_any(&[Word::Person, Word::Territory, Word::Team, Word::Region, Word::State, Word::Account])
        });
        let is_spread = self.is_spread();
        // Tables of territories and campaigns may say what these shall bring: that is no target of somebody for some time.
        let lists_others = self.file.says_supplier() && !is_spread && !(whose && period);
        if of_others || lists_others || !whose && says == 0 && !is_spread {
            return 0;
        }
        let is_told = says > 0 || self.file.has(Word::Target);
        let spread = if is_spread && (is_told || whose && !self.any(|words| words.has(Word::Account))) { 9 } else { 0 };
        says + if period && says > 0 { 5 } else { 0 } + self.if_file(9, Word::Target) + spread
    }

    /// A column of amounts for each month or quarter, of people, territories or teams.
    fn is_spread(&self) -> bool {
        let is_period = |(words, profile): &(&HeaderWords, &Profile)| words.period().is_some() && profile.is_numeric();
        let whose =
            self.any(|words| words.has_any(&[Word::Person, Word::Territory, Word::Team]) || words.only(&[Word::Name]));
        // Names of people may be codes of regions: only a header says that a place stands below.
        let has_place = self.any(|words| words.has_any(&[Word::Zip, Word::City, Word::State, Word::Latitude]));
        whose && !has_place && self.pairs().filter(is_period).count() > 1
    }

    /// An order, a customer, something sold, and customers that come again; or their sales a month; or what they paid.
    pub(super) fn is_order_lines(&self) -> bool {
        // Where orders stand, whoever is named beside them ordered.
        let is_sold = |words: &HeaderWords| words.has(Word::Product) && !words.has(Word::Money);
        let orders = (self.any(|words| words.has(Word::Order))
            || self.any(is_sold) && self.any(|words| words.has(Word::Quantity)))
            && self.has_money()
            && self.any(HeaderWords::says_date);
        let has_labels = self.pairs().next().is_some_and(|(words, profile)| {
            words.is_empty() && profile.is_mostly(profile.letters, 80) && !profile.is_unique()
        });
        let is_customer = |words: &HeaderWords| {
            let names = [Word::Account, Word::Id, Word::Number, Word::Name];
            let is_plain = orders && words.has(Word::Name) && words.only(&[Word::Name, Word::Contact]);
            let is_label = orders && has_labels && words.is_empty();
            words.has(Word::Account) && words.only(&names) || words.says_billed() || is_plain || is_label
        };
        let is_order = |words: &HeaderWords| {
            words.has(Word::Order)
                && words.only(&[
                    Word::Order,
                    Word::Id,
                    Word::Number,
                    Word::Date,
                    Word::Record,
                    Word::Money,
                    Word::Created,
                ])
        };
        let has_order = self.any(is_order);
        // `Lineitem quantity` is of an order, whatever that is called.
        let has_lines = self.any(|words| words.has(Word::Order) && words.has(Word::Product));
        let sold = self.any(|words| words.has_any(&[Word::Product, Word::Quantity, Word::Money]));
        let repeats =
            self.pairs().any(|(words, profile)| is_customer(words) && !profile.is_mostly(profile.distinct, 99));
        let numbered = self
            .pairs()
            .any(|(words, profile)| is_order(words) && words.has_any(&[Word::Id, Word::Number]) && profile.is_unique());
        let product = self.any(|words| words.has(Word::Product));
        let quantity = self.any(|words| words.has_any(&[Word::Quantity, Word::Money]));
        let deal = self.any(|words| words.has_any(&[Word::Opportunity, Word::Stage]));
        let dated = self.any(HeaderWords::says_date);
        let is_visited = self.file.has(Word::Activity)
            && self.any(|words| words.has(Word::Activity) && words.says_date() && !words.has(Word::Last));
        let by_period = repeats && !numbered && sold && self.any(HeaderWords::says_period_alone);
        // Customers whose ids stand in front, each once, are a list of them: `Total Purchases` is theirs.
        let is_id = |words: &HeaderWords| words.has_any(&[Word::Id, Word::Number]);
        let front = self.pairs().find(|(words, profile)| is_id(words) && profile.is_unique());
        let lists_customers = self.rows > 3
            && !self.any(|words| words.says_order_number() || words.only(&[Word::Date]))
            && front.is_some_and(|(words, _)| words.says_account_id_alone());
        !deal
            && !is_visited
            && !lists_customers
            && self.any(is_customer)
            && (has_order && sold && (repeats || product)
                || has_lines && dated
                || numbered && repeats
                || by_period
                || product && quantity && dated && repeats
                || orders && repeats && !self.has_place()
                || self.is_payments())
    }

    /// Rows with a number of their own, a customer's beside it, a day and an amount: payments, invoices, contracts.
    fn is_payments(&self) -> bool {
        let is_own = |(words, profile): (&HeaderWords, &Profile)| {
            words.has(Word::Id)
                && !words.has(Word::Account)
                && words.each(|word| OF_PAYMENT.contains(&word))
                && profile.is_unique()
        };
        let is_customer = |words: &HeaderWords| {
            words.has(Word::Account) && words.has(Word::Id) && words.only(&[Word::Account, Word::Id])
        };
        let others = [Word::Expense, Word::Activity, Word::Subject, Word::Lead, Word::Contact];
        self.pairs().any(is_own)
            && self.any(is_customer)
            && self.has_money()
            && self.any(|words| words.says_date() && !words.has_any(&[Word::Last, Word::Modified]))
            && !self.any(|words| words.has_any(&others))
    }
}
