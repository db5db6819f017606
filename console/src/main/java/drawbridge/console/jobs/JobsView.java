package drawbridge.console.jobs;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.LoadPane;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Tables;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobItem;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

/// The backfills, the jobs below them, and the items of the selected job.
public final class JobsView {

    private final JobsViewModel model;
    private final BackfillsViewModel backfills;
    private final Workbench bench;

    /// True while the selection is moved to where the view model has it, and not by a person.
    private boolean following;

    private JobsView(JobsViewModel model, BackfillsViewModel backfills, Workbench bench) {
        this.model = model;
        this.backfills = backfills;
        this.bench = bench;
    }

    /// The screen.
    public static Node of(JobsViewModel model, BackfillsViewModel backfills, Workbench bench) {
        return new JobsView(model, backfills, bench).build();
    }

    private Node build() {
        var below = new VBox(8, header(), items());
        below.setStyle("-fx-padding: 8px 0 0 0;");
        var split = new SplitPane(table(), below);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.45);
        var pane =
                new LoadPane<>(
                        model.loadProperty(),
                        bench.link(),
                        split,
                        Feather.LAYERS,
                        new EmptyWords(
                                "No jobs",
                                "What is done to many items at once is listed here, with a result"
                                        + " for each."));
        pane.getStyleClass().add("dims");
        VBox.setVgrow(pane, Priority.ALWAYS);
        var title = new Label("Jobs");
        title.getStyleClass().add("screen-title");
        var screen = new VBox(title, BackfillsPart.of(backfills), pane);
        screen.getStyleClass().add("screen");
        screen.setId("jobs");
        screen.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.F5) {
                        model.reload();
                        backfills.reload();
                    }
                });
        return screen;
    }

    private TableView<Job> table() {
        var table = Tables.<Job>dense("jobs.list", "Jobs");
        table.getColumns().add(Tables.text("What", 220, Job::what, JobsView::whole));
        table.getColumns().add(Tables.text("Tenant", 80, Job::tenant));
        table.getColumns().add(Tables.text("By", 90, Job::by));
        table.getColumns()
                .add(
                        Tables.text(
                                "Begun",
                                80,
                                job -> Ages.clock(job.madeAt()),
                                job -> Ages.exact(job.madeAt())));
        table.getColumns()
                .add(
                        Tables.node(
                                "Progress", 110, JobsView::bar, job -> Long.toString(job.asked())));
        table.getColumns().add(Tables.text("Asked", 80, job -> job.asked() + " of " + job.total()));
        table.getColumns().add(Tables.number("Over", 60, Job::closed));
        table.getColumns().add(Tables.number("Left alone", 76, Job::left));
        table.getColumns().add(Tables.text("State", 80, job -> job.state().word()));
        table.setItems(model.jobs());
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (_, _, job) -> {
                            if (job != null && !following) {
                                model.select(job);
                            }
                        });
        model.selectedProperty()
                .subscribe(
                        job -> {
                            following = true;
                            job.ifPresent(j -> table.getSelectionModel().select(j));
                            following = false;
                        });
        return table;
    }

    private static String whole(Job job) {
        return job.reason() == null ? job.what() : job.what() + "\nbecause: " + job.reason();
    }

    private static Node bar(Job job) {
        var bar = new ProgressBar(job.total() == 0 ? 1 : (double) job.asked() / job.total());
        bar.setPrefWidth(90);
        bar.setFocusTraversable(false);
        return bar;
    }

    private Node header() {
        var said = Nodes.wrapped("");
        said.setId("jobs.said");
        model.selectedProperty()
                .subscribe(job -> said.setText(job.map(JobsView::sentence).orElse("")));
        HBox.setHgrow(said, Priority.ALWAYS);
        var cancel = new Button("Leave the rest undone", Nodes.icon(Feather.X_CIRCLE));
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setId("jobs.cancel");
        cancel.disableProperty().bind(model.whyNotCancelProperty().isNotEmpty());
        cancel.accessibleTextProperty()
                .bind(
                        model.whyNotCancelProperty()
                                .map(
                                        why ->
                                                why.isEmpty()
                                                        ? "Leave the rest undone"
                                                        : "Leave the rest undone, not possible: "
                                                                + why));
        cancel.setOnAction(_ -> model.cancel());
        var line = new HBox(10, said, cancel);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static String sentence(Job job) {
        String left =
                job.left() == 0
                        ? ""
                        : " %d were left alone; they come first.".formatted(job.left());
        return switch (job.state()) {
            case RUNNING ->
                    "%d of %d asked for, %d over by now.%s"
                            .formatted(job.asked(), job.total(), job.closed(), left);
            case DONE ->
                    "All %d asked for, %d over by now.%s"
                            .formatted(job.total(), job.closed(), left);
            case CANCELLED ->
                    "%d of %d were asked for before it was ended.%s"
                            .formatted(job.asked(), job.total(), left);
        };
    }

    private Node items() {
        ObservableList<JobItem> items = FXCollections.observableArrayList();
        model.detailProperty()
                .subscribe(
                        load -> {
                            if (load instanceof Load.Ready(var detail)) {
                                items.setAll(detail.items());
                            } else {
                                items.clear();
                            }
                        });
        var table = Tables.<JobItem>dense("jobs.items", "Items of the job");
        table.getColumns().add(Tables.text("Record", 120, JobsView::record, JobItem::id));
        table.getColumns().add(Tables.text("Item", 80, item -> item.state().word()));
        table.getColumns()
                .add(
                        Tables.text(
                                "Asked",
                                90,
                                item -> item.answer() == null ? "not yet" : item.answer()));
        table.getColumns().forEach(column -> column.setMaxWidth(150));
        table.getColumns().add(Tables.text("What became of it", 400, JobItem::sentence));
        table.setItems(items);
        VBox.setVgrow(table, Priority.ALWAYS);
        return table;
    }

    private static String record(JobItem item) {
        return item.record() == null ? item.id() : item.record().id();
    }
}
