//! What the planner remembers between requests, and how it answers them.

use super::before::present_edit;
use super::designing::Designing;
use super::encoding;
use super::explaining;
use super::exporting::{self, Outgoing};
use super::frontier::Frontier;
use super::keeping::{packed, unpacked};
use super::matrix_loading::matrix_of;
use super::protocol::{Event, Export, Failure, Job, Progress, Purpose, Request};
use super::reshaping::merge_edit;
use super::scheduling::{ScheduleError, Scheduling, moved_visit, replanned, swapped_days};
use super::sharing::{Shared, Sharing};
use super::task::{Found, Task, TaskRun, bytes_of};
use super::touring::tour_of;
use super::verify::{self, Verified};
use crate::model::{Dataset, DesignBrief, TerritoryIx, TravelModel, VisitBrief};
use crate::plan::{Edit, Plan};
use crate::planfile;
use crate::scene::{MapProjection, Tessellation};
use crate::territory::{DesignError, Grounds};
use std::sync::Arc;

/// Hears events, and the bytes that go with one.
pub type Tell<'a> = &'a mut dyn FnMut(Event, Option<Vec<u8>>);

/// Bytes that came with a request, each read when it is asked for.
pub type Attachments<'a> = &'a mut dyn Iterator<Item = Vec<u8>>;

/// Steps of a design between two pictures of its best so far: about half a second, so that a short design draws none and
/// the page is not busy with what nobody has the time to see.
const STEPS_A_PICTURE: u32 = 24;

/// The planner's memory: the plan, and the job that runs.
#[derive(Default)]
pub struct Session {
    plan: Option<Plan>,
    running: Option<Running>,
    /// How many stand by to help with it.
    hands: usize,
    /// The number of the next task that is handed out: none comes twice, so that nothing late is taken for another's.
    number: u32,
    /// Where the accounts of the last designs lie.
    grounds: Grounds,
}

enum Running {
    Design {
        design: Box<Sharing<Designing>>,
        steps: u32,
    },
    Frontier(Box<Sharing<Frontier>>),
    /// Whether it is to end with what is on its way back.
    Calendar {
        scheduling: Box<Sharing<Scheduling>>,
        is_stopped: bool,
    },
    /// What another planner handed out, and its number there.
    Task {
        number: u32,
        run: Box<TaskRun>,
    },
}

impl Running {
    /// The job, unless it is another planner's.
    fn shared(&mut self) -> Option<&mut dyn Shared> {
        match self {
            Self::Design { design, .. } => Some(&mut **design),
            Self::Frontier(frontier) => Some(&mut **frontier),
            Self::Calendar { scheduling, .. } => Some(&mut **scheduling),
            Self::Task { .. } => None,
        }
    }

    fn has_work(&self) -> bool {
        match self {
            Self::Design { design, .. } => design.has_work(),
            Self::Frontier(frontier) => frontier.has_work(),
            Self::Calendar { scheduling, .. } => scheduling.has_work(),
            Self::Task { .. } => true,
        }
    }
}

impl Session {
    /// Whether a job runs that [`Session::step`] moves on.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.running.as_ref().is_some_and(Running::has_work)
    }

    /// Answers one request; `attachments` go as soon as they were read.
    pub fn handle(&mut self, request: Request, attachments: Attachments, tell: Tell) {
        match request {
            Request::TakeOver => self.take_over(attachments, tell),
            Request::Update => self.update(attachments, tell),
            Request::Open => self.open(attachments.next().unwrap_or_default(), tell),
            Request::Adopt(plan) => self.plan = Some(*plan),
            Request::Apply(edit) => {
                let (moves_places, is_update) = (edit.moves_places(), matches!(*edit, Edit::Update { .. }));
                // The page has applied the same edit to the same plan: what fits there fits here.
                let _applied = self.plan.as_mut().map(|plan| plan.apply(*edit));
                // The cells of newer data went out with the edit.
                self.follow(moves_places && !is_update, is_update, tell);
            }
            Request::Undo => self.step_log(Plan::undo, tell),
            Request::Redo => self.step_log(Plan::redo, tell),
            Request::Design(brief) => self.design(|plan, grounds| Designing::start_on(grounds, plan, brief), tell),
            Request::Present(asked) => {
                if let Some(edit) = self.plan.as_ref().and_then(|plan| present_edit(plan, &asked)) {
                    tell(Event::Designed(Box::new(edit)), None);
                }
            }
            Request::Repair(accounts) => self.design(|plan, grounds| Designing::repair(grounds, plan, &accounts), tell),
            Request::Split(territory) => self.design(|plan, _| Designing::split(plan, territory), tell),
            Request::Merge { from, into } => {
                if let Some(edit) = self.plan.as_ref().and_then(|plan| merge_edit(plan, from, into)) {
                    tell(Event::Designed(Box::new(edit)), None);
                }
            }
            Request::Frontier(brief) => self.frontier(brief, tell),
            Request::Show(at) => {
                // A calendar belongs to the layer that was shown.
                if matches!(self.running, Some(Running::Calendar { .. })) {
                    self.finish(tell);
                }
                // The page shows the same: what is there here is there too.
                drop(self.plan.as_mut().map(|plan| plan.show(at)));
            }
            Request::Schedule(brief) => self.schedule(*brief, tell),
            Request::Help(hands) => {
                self.hands = hands.into();
                self.hand_out(tell);
            }
            Request::Task(number) => self.begin_task(number, attachments, tell),
            Request::TaskDone(number) => {
                let found = encoding::read(&mut || attachments.next()).ok();
                self.take_back(number, found, tell);
            }
            Request::TaskLost(number) => self.take_back(number, None, tell),
            Request::MoveVisit(moved) => self.reschedule(|plan| moved_visit(plan, &moved), tell),
            Request::SwapDays(territory, days) => self.reschedule(|plan| swapped_days(plan, territory, days), tell),
            Request::Replan(today) => self.reschedule(|plan| replanned(plan, today), tell),
            Request::Stop => self.stop(tell),
            Request::Tours { territories, travel } => self.tours(&territories, travel, tell),
            Request::NextMoves(count) => {
                let found = self.plan.as_ref().map(|plan| explaining::next_moves(plan, count.into()));
                tell(Event::NextMoves(found.unwrap_or_default()), None);
            }
            Request::Weigh(own) => {
                let found = self.plan.as_ref().and_then(|plan| explaining::weigh(plan, &own));
                tell(Event::Weighed(own, found.map(Box::new)), None);
            }
            Request::Encode { purpose } => self.encode(purpose, tell),
            Request::Export(export) => self.export(export, tell),
            Request::Notes(file) => match planfile::decode_notes(&attachments.next().unwrap_or_default()) {
                Ok(touches) => tell(Event::Notes { file, touches }, None),
                Err(error) => tell(failed(Job::Open, &file, error.to_string()), None),
            },
            Request::Matrix(file) => self.matrix(&file, &attachments.next().unwrap_or_default(), tell),
            Request::Near(query) => {
                let found = self.plan.as_ref().map(|plan| plan.near(&query));
                tell(Event::Near(found.unwrap_or_default()), None);
            }
            Request::Report(query) => {
                let report = self.plan.as_ref().map(|plan| plan.report(&query));
                tell(Event::Report(query, report.unwrap_or_default()), None);
            }
            Request::Check => {
                if let Some(plan) = &mut self.plan {
                    verify::declare_islands(plan);
                    let Verified { violations, realignment, staffing } = verify::verified(plan);
                    let (islands, realignment) = (verify::plan_islands(plan), realignment.map(Box::new));
                    tell(Event::Checked { violations, islands, realignment, staffing: Box::new(staffing) }, None);
                }
            }
        }
    }

    /// Moves the running job on by one step.
    pub fn step(&mut self, tell: Tell) {
        if let Some(Running::Task { run, .. }) = &mut self.running {
            if run.step(None) >= 1.0 {
                self.finish(tell);
            }
            return;
        }
        if let (Some(shared), Some(plan)) = (self.running.as_mut().and_then(Running::shared), &self.plan) {
            shared.step(plan);
            self.go_on(tell);
        }
    }

    /// Tells how far the job is, and hands out what waits; ends it when all is done.
    fn go_on(&mut self, tell: Tell) {
        let Some(shared) = self.running.as_mut().and_then(Running::shared) else { return };
        let (progress, is_finished) = (shared.progress(), shared.is_finished());
        if let Some(Running::Design { design, steps }) = &mut self.running {
            *steps += 1;
            if !is_finished
                && *steps % STEPS_A_PICTURE == 0
                && let Some(owners) = design.best()
            {
                tell(Event::BestSoFar(owners), None);
            }
        }
        tell(Event::Progress(progress), None);
        if is_finished {
            self.finish(tell);
        } else {
            self.hand_out(tell);
        }
    }

    fn take_over(&mut self, pieces: Attachments, tell: Tell) {
        match encoding::read(&mut || pieces.next()) {
            Ok(plan) => self.show(plan, tell),
            Err(error) => tell(failed(Job::Import, "", error.to_string()), None),
        }
    }

    fn update(&self, pieces: Attachments, tell: Tell) {
        let Some(plan) = &self.plan else { return };
        match encoding::read::<Dataset>(&mut || pieces.next()) {
            Ok(dataset) => {
                let edit = Box::new(plan.update_edit(dataset));
                let Edit::Update { other, .. } = &*edit else { return };
                let tessellation = Box::new(tessellation_of(&other.dataset));
                tell(Event::Updated { edit, tessellation }, None);
            }
            Err(error) => tell(failed(Job::Import, "", error.to_string()), None),
        }
    }

    fn step_log(&mut self, step: fn(&mut Plan) -> Option<&Edit>, tell: Tell) {
        let edit = self.plan.as_mut().and_then(step);
        let moves_places = edit.is_some_and(Edit::moves_places);
        let is_update = edit.is_some_and(|edit| matches!(edit, Edit::Update { .. }));
        self.follow(moves_places, is_update, tell);
    }

    /// What an edit means beyond the plan: new cells, and the end of a design for other accounts.
    fn follow(&mut self, tells_cells: bool, ends_design: bool, tell: Tell) {
        if ends_design {
            self.running = None;
        }
        if let Some(plan) = self.plan.as_ref().filter(|_| tells_cells) {
            tell(Event::Tessellation(Box::new(tessellation_of(plan.dataset()))), None);
        }
    }

    fn open(&mut self, bytes: Vec<u8>, tell: Tell) {
        let plan = unpacked(bytes).map_err(|error| error.to_string());
        match plan.and_then(|file| planfile::decode(&file).map_err(|error| error.to_string())) {
            Ok(plan) => self.show(plan, tell),
            Err(message) => tell(failed(Job::Open, "", message), None),
        }
    }

    fn show(&mut self, plan: Plan, tell: Tell) {
        let tessellation = tessellation_of(plan.dataset());
        self.running = None;
        let plan = Arc::new(plan);
        tell(Event::Plan { plan: Arc::clone(&plan), tessellation: Box::new(tessellation) }, None);
        self.plan = Some(Arc::unwrap_or_clone(plan));
    }

    fn design(&mut self, start: impl FnOnce(&Plan, &mut Grounds) -> Result<Designing, DesignError>, tell: Tell) {
        let Some(plan) = &self.plan else { return };
        match start(plan, &mut self.grounds) {
            Ok(design) => self.begin(Running::Design { design: Box::new(Sharing::new(design)), steps: 0 }),
            Err(error) => tell(failed(Job::Design, "", error.to_string()), None),
        }
    }

    fn frontier(&mut self, brief: DesignBrief, tell: Tell) {
        let Some(plan) = &self.plan else { return };
        match Frontier::start(&self.grounds, plan, brief) {
            Ok(frontier) => self.begin(Running::Frontier(Box::new(Sharing::new(frontier)))),
            Err(error) => tell(failed(Job::Frontier, "", error.to_string()), None),
        }
    }

    fn reschedule(&self, change: impl FnOnce(&Plan) -> Result<Edit, ScheduleError>, tell: Tell) {
        let Some(plan) = &self.plan else { return };
        match change(plan) {
            Ok(edit) => tell(Event::Scheduled(Box::new(edit)), None),
            Err(error) => tell(failed(Job::Schedule, "", error.to_string()), None),
        }
    }

    fn schedule(&mut self, brief: VisitBrief, tell: Tell) {
        let Some(plan) = &self.plan else { return };
        match Scheduling::start(plan, brief) {
            Ok(scheduling) => {
                let scheduling = Box::new(Sharing::new(scheduling));
                self.begin(Running::Calendar { scheduling, is_stopped: false });
            }
            Err(error) => tell(failed(Job::Schedule, "", error.to_string()), None),
        }
    }

    /// Begins a job; who helped with the one before does not stand by for this one.
    fn begin(&mut self, mut running: Running) {
        if let (Some(shared), Some(plan)) = (running.shared(), &self.plan) {
            shared.keep_one(plan);
        }
        self.running = Some(running);
        self.hands = 0;
    }

    /// Hands out to all who have nothing to do; what is done here comes first.
    fn hand_out(&mut self, tell: Tell) {
        let (Some(running), Some(plan)) = (&mut self.running, &self.plan) else { return };
        let Some(shared) = running.shared() else { return };
        shared.keep_one(plan);
        while shared.handed_out() < self.hands
            && let Some(task) = shared.hand_out(plan, self.number)
        {
            tell(Event::Task(self.number), Some(bytes_of(&task)));
            self.number = self.number.wrapping_add(1);
        }
    }

    /// Begins what another planner handed out.
    fn begin_task(&mut self, number: u32, attachments: Attachments, tell: Tell) {
        match encoding::read::<Task>(&mut || attachments.next()) {
            Ok(task) => self.running = Some(Running::Task { number, run: Box::new(task.begin()) }),
            Err(error) => tell(failed(Job::Schedule, "", error.to_string()), None),
        }
    }

    /// Takes what comes back of what was handed out.
    fn take_back(&mut self, number: u32, found: Option<Found>, tell: Tell) {
        let (Some(shared), Some(plan)) = (self.running.as_mut().and_then(Running::shared), &self.plan) else { return };
        if found.is_none() {
            // Who lost one gets no other: it is done here.
            self.hands = self.hands.saturating_sub(1);
        }
        shared.take_back(plan, number, found);
        match &self.running {
            Some(Running::Calendar { is_stopped: true, .. }) => self.stop(tell),
            _ => self.go_on(tell),
        }
    }

    /// Ends what runs with the best so far; a calendar once it has what others found.
    fn stop(&mut self, tell: Tell) {
        if let (Some(shared), Some(plan)) = (self.running.as_mut().and_then(Running::shared), &self.plan)
            && !shared.stop(plan)
        {
            if let Some(Running::Calendar { is_stopped, .. }) = &mut self.running {
                *is_stopped = true;
            }
            return;
        }
        self.finish(tell);
    }

    fn finish(&mut self, tell: Tell) {
        let mut running = self.running.take();
        if let (Some(shared), Some(plan)) = (running.as_mut().and_then(Running::shared), &self.plan) {
            // What was found here counts.
            shared.stop(plan);
        }
        match (running, &self.plan) {
            (Some(Running::Design { design, .. }), Some(plan)) => {
                tell(Event::Designed(Box::new(design.into_job().finish(plan))), None);
            }
            (Some(Running::Task { number, run }), _) => tell(Event::TaskDone(number), Some(bytes_of(&run.found()))),
            (Some(Running::Calendar { scheduling, .. }), Some(plan)) => {
                tell(Event::Scheduled(Box::new(scheduling.into_job().finish(plan))), None);
            }
            (Some(Running::Frontier(frontier)), _) => tell(Event::Frontier(frontier.into_job().finish()), None),
            _ => {}
        }
    }

    fn tours(&self, territories: &[TerritoryIx], travel: TravelModel, tell: Tell) {
        let Some(plan) = &self.plan else { return };
        let mut tours = Vec::with_capacity(territories.len());
        for (done, &territory) in (1u32..).zip(territories) {
            match tour_of(plan, territory, &travel) {
                Ok(tour) => tours.extend(tour.map(|tour| (territory, tour))),
                Err(violations) => tell(failed(Job::Tours, "", violations.join(" ")), None),
            }
            let done = f64::from(done) / territories.len() as f64;
            tell(Event::Progress(Progress { job: Job::Tours, done, worst_deviation: None }), None);
        }
        tell(Event::Tours(tours), None);
    }

    fn matrix(&self, file: &str, bytes: &[u8], tell: Tell) {
        let Some(plan) = &self.plan else { return };
        match matrix_of(plan, file, bytes) {
            Ok(edit) => tell(Event::Matrix(Box::new(edit)), None),
            // It names the file.
            Err(error) => tell(failed(Job::Open, "", error.to_string()), None),
        }
    }

    fn encode(&mut self, purpose: Purpose, tell: Tell) {
        let Some(plan) = &mut self.plan else { return };
        let mut take = |piece: &[u8]| tell(Event::Piece, Some(piece.to_vec()));
        let name = match purpose {
            Purpose::Keep { .. } => packed(&mut take, |take| exporting::plan_file_pieces(plan, take)),
            Purpose::Share => exporting::plan_file_pieces(plan, &mut take),
        };
        tell(Event::File { name, purpose: Some(purpose) }, None);
    }

    fn export(&self, export: Export, tell: Tell) {
        let Some(plan) = &self.plan else { return };
        match exporting::export_one(plan, export) {
            Ok(Outgoing { name, bytes }) => tell(Event::File { name, purpose: None }, Some(bytes)),
            Err(violations) => tell(failed(Job::Export, "", violations.join(" ")), None),
        }
    }
}

/// The cells around the accounts.
fn tessellation_of(dataset: &Dataset) -> Tessellation {
    let locations = &dataset.accounts().locations;
    let projection = MapProjection::fit(locations.iter().flatten().copied());
    let places: Vec<_> = locations.iter().map(|place| place.map(|place| projection.project(place))).collect();
    Tessellation::new(&places)
}

fn failed(job: Job, file: &str, message: impl Into<String>) -> Event {
    Event::Failed(Failure { job, file: file.to_owned(), message: message.into() })
}
