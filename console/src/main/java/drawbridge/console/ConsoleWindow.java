package drawbridge.console;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import drawbridge.console.client.Line;
import drawbridge.console.conflicts.ConflictsView;
import drawbridge.console.connection.ConnectionView;
import drawbridge.console.connection.ConnectionViewModel;
import drawbridge.console.deadletters.DeadLettersView;
import drawbridge.console.jobs.BackfillsViewModel;
import drawbridge.console.jobs.JobsView;
import drawbridge.console.jobs.JobsViewModel;
import drawbridge.console.overview.OverviewView;
import drawbridge.console.overview.OverviewViewModel;
import drawbridge.console.parked.ParkedViewModel;
import drawbridge.console.pauses.PausesView;
import drawbridge.console.pauses.PausesViewModel;
import drawbridge.console.shell.LinkViewModel;
import drawbridge.console.shell.NoticesViewModel;
import drawbridge.console.shell.Pulse;
import drawbridge.console.shell.ScopeViewModel;
import drawbridge.console.shell.Screen;
import drawbridge.console.shell.ShellView;
import drawbridge.console.shell.ShellViewModel;
import drawbridge.console.shell.VitalsViewModel;
import drawbridge.console.shell.Workbench;
import drawbridge.console.timeline.TimelineView;
import drawbridge.console.timeline.TimelineViewModel;
import drawbridge.opsapi.ParkedKind;

import javafx.application.Application;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.scene.Scene;
import javafx.stage.Stage;

import org.kordamp.ikonli.feather.Feather;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

/// Puts the console together: each view model with its view, and all of them into the shell.
final class ConsoleWindow {

    private static final double WIDTH = 1180;
    private static final double HEIGHT = 760;

    private final Workbench bench;
    private final ShellViewModel shell;
    private final ConnectionViewModel connection;
    private final BooleanProperty dark = new SimpleBooleanProperty();
    private final List<Screen> screens;
    private final ShellView view;

    ConsoleWindow(Line.Dialer dialer, Executor io, Executor ui, Clock clock, Pulse pulse) {
        this.bench =
                new Workbench(
                        new LinkViewModel(clock, pulse),
                        new ScopeViewModel(),
                        new NoticesViewModel(clock, pulse),
                        io,
                        ui,
                        clock,
                        pulse);
        var vitals = new VitalsViewModel(bench);
        this.shell = new ShellViewModel(bench, vitals);
        this.connection = new ConnectionViewModel(bench, dialer, () -> shell.open("overview"));
        this.screens = screens(vitals);
        this.view = new ShellView(shell, bench, screens, dark);
        dark.subscribe(
                now ->
                        Application.setUserAgentStylesheet(
                                now
                                        ? new PrimerDark().getUserAgentStylesheet()
                                        : new PrimerLight().getUserAgentStylesheet()));
    }

    /// Shows the window.
    Scene show(Stage stage, double width, double height) {
        var scene = new Scene(view, width, height);
        view.addKeysTo(scene);
        stage.setTitle("Drawbridge console");
        stage.setMinWidth(900);
        stage.setMinHeight(620);
        stage.setScene(scene);
        stage.show();
        return scene;
    }

    Scene show(Stage stage) {
        return show(stage, WIDTH, HEIGHT);
    }

    /// Sends what was held back, and hangs up.
    void close() {
        bench.notices().sendNow();
        bench.link().disconnect();
    }

    Workbench bench() {
        return bench;
    }

    ShellViewModel shell() {
        return shell;
    }

    ConnectionViewModel connection() {
        return connection;
    }

    BooleanProperty dark() {
        return dark;
    }

    List<Screen> screens() {
        return screens;
    }

    private List<Screen> screens(VitalsViewModel vitals) {
        var overview = new OverviewViewModel(bench, vitals);
        var conflicts = new ParkedViewModel(bench, ParkedKind.CONFLICT);
        var deadLetters = new ParkedViewModel(bench, ParkedKind.DEAD);
        var timeline = new TimelineViewModel(bench);
        var pauses = new PausesViewModel(bench);
        var jobs = new JobsViewModel(bench);
        var backfills = new BackfillsViewModel(bench);
        var ways =
                new OverviewView.Ways(
                        () -> shell.open("conflicts"), () -> shell.open("dead-letters"));
        return List.of(
                new Screen(
                        "connection",
                        "Connection",
                        Feather.LINK_2,
                        () -> ConnectionView.of(connection),
                        new SimpleLongProperty(),
                        () -> {},
                        () -> {}),
                new Screen(
                        "overview",
                        "Overview",
                        Feather.ACTIVITY,
                        () -> OverviewView.of(overview, bench, ways),
                        new SimpleLongProperty(),
                        overview::shown,
                        overview::hidden),
                new Screen(
                        "conflicts",
                        "Conflicts",
                        Feather.GIT_MERGE,
                        () -> ConflictsView.of(conflicts, bench),
                        shell.conflictsProperty(),
                        conflicts::shown,
                        conflicts::hidden),
                new Screen(
                        "dead-letters",
                        "Dead letters",
                        Feather.INBOX,
                        () -> DeadLettersView.of(deadLetters, bench),
                        shell.deadLettersProperty(),
                        deadLetters::shown,
                        deadLetters::hidden),
                new Screen(
                        "timeline",
                        "Timeline",
                        Feather.CLOCK,
                        () -> TimelineView.of(timeline, bench),
                        new SimpleLongProperty(),
                        () -> {},
                        () -> {}),
                new Screen(
                        "pauses",
                        "Pauses",
                        Feather.PAUSE_CIRCLE,
                        () -> PausesView.of(pauses, bench),
                        new SimpleLongProperty(),
                        pauses::shown,
                        pauses::hidden),
                new Screen(
                        "jobs",
                        "Jobs",
                        Feather.LAYERS,
                        () -> JobsView.of(jobs, backfills, bench),
                        jobs.runningProperty().add(backfills.runningProperty()),
                        () -> {
                            jobs.shown();
                            backfills.shown();
                        },
                        () -> {
                            jobs.hidden();
                            backfills.hidden();
                        }));
    }
}
