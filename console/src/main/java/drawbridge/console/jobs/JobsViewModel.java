package drawbridge.console.jobs;

import drawbridge.console.shell.Load;
import drawbridge.console.shell.Subscription;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobState;
import drawbridge.opsapi.Role;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Acts upon many items, how far they came, and a result for each item of the selected one.
public final class JobsViewModel {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Workbench bench;
    private Subscription looking = Subscription.NONE;
    private int loads;

    public JobsViewModel(Workbench bench) {
        this.bench = bench;
        bench.scope().chosenProperty().addListener((_, _, _) -> restart());
        bench.link().meProperty().addListener((_, _, _) -> restart());
        bench.link().blockedProperty().addListener((_, _, _) -> judge());
        selected.addListener((_, _, _) -> judge());
        judge();
    }

    // Properties

    private final ObservableList<Job> jobs = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Load<Integer>> load =
            new ReadOnlyObjectWrapper<>(new Load.Loading<>());
    private final ReadOnlyObjectWrapper<Optional<Job>> selected =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Load<JobDetail>> detail =
            new ReadOnlyObjectWrapper<>(new Load.Empty<>());
    private final ReadOnlyLongWrapper running = new ReadOnlyLongWrapper();
    private final ReadOnlyStringWrapper whyNotCancel = new ReadOnlyStringWrapper("");

    /// The newest first.
    public ObservableList<Job> jobs() {
        return jobs;
    }

    /// How far the list has been loaded; ready holds the number of lines.
    public ReadOnlyObjectProperty<Load<Integer>> loadProperty() {
        return load.getReadOnlyProperty();
    }

    /// The job that is selected.
    public ReadOnlyObjectProperty<Optional<Job>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// What became of its items.
    public ReadOnlyObjectProperty<Load<JobDetail>> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /// How many are under way, of those that were loaded last.
    public ReadOnlyLongProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// Why the selected job cannot be ended; empty if it can.
    public ReadOnlyStringProperty whyNotCancelProperty() {
        return whyNotCancel.getReadOnlyProperty();
    }

    // Commands

    /// Loads, and looks again every second until hidden.
    public void shown() {
        looking.cancel();
        looking = bench.pulse().every(LOOK_EVERY, this::reload);
        reload();
    }

    /// Stops looking.
    public void hidden() {
        looking.cancel();
    }

    /// Loads the list again, and the items of the selected job.
    public void reload() {
        int mine = ++loads;
        bench.ask(
                ops -> ops.jobs(bench.scope().scope()),
                answer -> {
                    if (mine == loads) {
                        loaded(answer);
                    }
                },
                trouble -> {
                    if (mine == loads && jobs.isEmpty()) {
                        load.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
    }

    /// Selects a job.
    public void select(Job job) {
        boolean another = selected.get().filter(old -> isSame(old, job)).isEmpty();
        selected.set(Optional.of(job));
        if (another) {
            detail.set(new Load.Loading<>());
            loadDetail(job);
        }
    }

    /// Leaves the rest of the selected job undone.
    public void cancel() {
        if (whyNotCancel.get().isEmpty()) {
            selected.get()
                    .ifPresent(
                            job -> {
                                String key = UUID.randomUUID().toString();
                                bench.ask(
                                        ops -> ops.cancel(job.tenant(), job.id(), key),
                                        _ -> reload(),
                                        trouble -> bench.notices().bad(trouble.sentence()));
                            });
        }
    }

    private void loaded(List<Job> answer) {
        if (!jobs.equals(answer)) {
            jobs.setAll(answer);
        }
        running.set(answer.stream().filter(job -> job.state() == JobState.RUNNING).count());
        load.set(answer.isEmpty() ? new Load.Empty<>() : new Load.Ready<>(answer.size()));
        Optional<Job> now =
                selected.get()
                        .flatMap(old -> answer.stream().filter(j -> isSame(j, old)).findFirst());
        boolean moved = !now.equals(selected.get());
        selected.set(now.or(() -> answer.stream().findFirst()));
        selected.get().filter(_ -> moved || now.isEmpty()).ifPresent(this::loadDetail);
    }

    private void loadDetail(Job job) {
        bench.ask(
                ops -> ops.job(job.tenant(), job.id()),
                answer -> {
                    if (selected.get().filter(now -> isSame(now, job)).isPresent()) {
                        detail.set(new Load.Ready<>(answer));
                    }
                },
                trouble -> detail.set(new Load.Failed<>(trouble.sentence())));
    }

    private static boolean isSame(Job one, Job other) {
        return one.tenant().equals(other.tenant()) && one.id().equals(other.id());
    }

    private void restart() {
        loads++;
        jobs.clear();
        selected.set(Optional.empty());
        detail.set(new Load.Empty<>());
        load.set(new Load.Loading<>());
        judge();
        if (bench.link().line().isPresent()) {
            reload();
        }
    }

    private void judge() {
        String blocked = bench.link().blockedProperty().get();
        boolean operator =
                bench.link()
                        .meProperty()
                        .get()
                        .filter(me -> me.role().reaches(Role.OPERATOR))
                        .isPresent();
        boolean runs = selected.get().filter(j -> j.state() == JobState.RUNNING).isPresent();
        whyNotCancel.set(
                !blocked.isEmpty()
                        ? blocked
                        : !operator
                                ? "Only operators may end a job."
                                : runs ? "" : "It is not under way.");
    }
}
