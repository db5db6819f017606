package drawbridge.console.overview;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.LoadPane;
import drawbridge.console.shell.Tables;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.Waiting;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The lower half of the overview: the worst tenants, what waits, which systems do not answer, and
/// what is proven to be in sync.
final class OverviewLists extends TabPane {

    private final OverviewViewModel model;
    private final Workbench bench;
    private final Tab tenants = new Tab("Worst tenants");
    private final Tab waiting = new Tab("Waiting");
    private final Tab breakers = new Tab("Open breakers");
    private final Tab proofs = new Tab("In sync");

    OverviewLists(OverviewViewModel model, Workbench bench) {
        this.model = model;
        this.bench = bench;
        setId("overview.lists");
        setAccessibleText("Lists");
        setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
        tenants.setContent(tenantTable());
        waiting.setContent(waitingTable());
        breakers.setContent(breakerTable());
        proofs.setContent(proofTable());
        getTabs().addAll(tenants, waiting, breakers, proofs);
        setMinHeight(150);
    }

    void showWaiting() {
        getSelectionModel().select(waiting);
    }

    void showBreakers() {
        getSelectionModel().select(breakers);
    }

    private Node tenantTable() {
        var table = Tables.<TenantRow>dense("overview.tenants", "Worst tenants");
        table.getColumns().add(Tables.text("Tenant", 170, row -> row.summary().name()));
        table.getColumns().add(Tables.number("Waiting", 80, row -> row.summary().waiting()));
        table.getColumns()
                .add(
                        Tables.text(
                                "Oldest",
                                70,
                                row -> row.summary().waiting() == 0 ? "–" : Ages.of(oldest(row))));
        table.getColumns().add(Tables.number("Conflicts", 80, row -> row.summary().conflicts()));
        table.getColumns().add(Tables.number("Dead", 80, row -> row.summary().deadLetters()));
        table.getColumns()
                .add(Tables.number("Settled", 90, row -> row.summary().counts().settled()));
        table.getColumns().add(Tables.text("Breakers", 160, TenantRow::breakers));
        table.setItems(model.tenants());
        table.setRowFactory(_ -> tenantRow());
        table.setOnKeyPressed(
                key -> {
                    if (key.getCode() == KeyCode.ENTER) {
                        look(table.getSelectionModel().getSelectedItem());
                    }
                });
        return listPane(
                table,
                model.tenants(),
                Feather.USERS,
                new EmptyWords("No tenants", "This token sees no tenant yet."));
    }

    private TableRow<TenantRow> tenantRow() {
        var row = new TableRow<TenantRow>();
        row.setOnMouseClicked(
                click -> {
                    if (click.getClickCount() == 2) {
                        look(row.getItem());
                    }
                });
        return row;
    }

    private void look(@Nullable TenantRow row) {
        if (row != null) {
            model.lookAt(row);
        }
    }

    private Node waitingTable() {
        var table = Tables.<Waiting>dense("overview.waiting", "What waits");
        table.getColumns().add(Tables.text("Record", 190, w -> w.record().toString()));
        table.getColumns().add(Tables.text("Tenant", 90, Waiting::tenant));
        table.getColumns().add(Tables.text("Status", 90, w -> w.status().word()));
        table.getColumns().add(Tables.text("For", 60, w -> ago(w.since()), w -> exact(w.since())));
        table.getColumns().add(Tables.text("Why", 300, Waiting::why));
        model.waitingProperty()
                .subscribe(
                        load -> {
                            if (load instanceof Load.Ready(var list)) {
                                table.getItems().setAll(list);
                            }
                        });
        return new LoadPane<>(
                model.waitingProperty(),
                bench.link(),
                table,
                Feather.CHECK_CIRCLE,
                new EmptyWords("Nothing waits", "Every change that was taken has its outcome."));
    }

    private Node proofTable() {
        var table = Tables.<Proof>dense("overview.proofs", "When each flow was last in sync");
        table.getColumns().add(Tables.text("Tenant", 130, Proof::tenant));
        table.getColumns().add(Tables.text("Flow", 150, Proof::flow));
        table.getColumns()
                .add(
                        Tables.text(
                                "Last proven in sync",
                                150,
                                proof -> ProofWords.proven(proof, bench.clock().instant())));
        table.getColumns().add(Tables.number("Drifted", 80, Proof::drift));
        table.getColumns()
                .add(
                        Tables.text(
                                "Last audit",
                                220,
                                proof -> ProofWords.last(proof, bench.clock().instant())));
        model.proofsProperty()
                .subscribe(
                        load -> {
                            if (load instanceof Load.Ready(var list)) {
                                table.getItems().setAll(list);
                            }
                        });
        return new LoadPane<>(
                model.proofsProperty(),
                bench.link(),
                table,
                Feather.CHECK_CIRCLE,
                new EmptyWords("No flows", "No tenant in sight has a flow that is audited."));
    }

    private Node breakerTable() {
        var table = Tables.<Breaker>dense("overview.breakers", "Open breakers");
        table.getColumns().add(Tables.text("Tenant", 110, Breaker::tenant));
        table.getColumns().add(Tables.text("System", 80, Breaker::system));
        table.getColumns().add(Tables.text("State", 80, b -> b.state().word()));
        table.getColumns().add(Tables.text("Failed", 90, b -> b.failures() + " of " + b.calls()));
        table.getColumns().add(Tables.text("Open for", 80, b -> orDash(b.openedAt())));
        table.getColumns().add(Tables.text("Next probe", 90, b -> probe(b.nextProbeAt())));
        table.getColumns().add(Tables.text("Why", 240, b -> b.why() == null ? "" : b.why()));
        table.setItems(model.openBreakers());
        return listPane(
                table,
                model.openBreakers(),
                Feather.CHECK_CIRCLE,
                new EmptyWords("Every system answers", "No breaker is open."));
    }

    private <R> Node listPane(
            TableView<R> table, ObservableList<R> rows, Ikon icon, EmptyWords words) {
        ObjectBinding<Load<List<R>>> load =
                Bindings.createObjectBinding(
                        () -> rows.isEmpty() ? notThere() : new Load.Ready<>(rows),
                        rows,
                        model.loadProperty());
        return new LoadPane<>(load, bench.link(), table, icon, words);
    }

    /// No rows: because there are none, or because the numbers have not come.
    private <R> Load<List<R>> notThere() {
        return switch (model.loadProperty().get()) {
            case Load.Ready(_), Load.Empty() -> new Load.Empty<>();
            case Load.Loading() -> new Load.Loading<>();
            case Load.Failed(var why) -> new Load.Failed<>(why);
        };
    }

    private static Duration oldest(TenantRow row) {
        return Duration.ofSeconds(row.summary().oldestWaitingSeconds());
    }

    private String ago(Instant then) {
        return Ages.since(then, bench.clock().instant());
    }

    private String orDash(@Nullable Instant then) {
        return then == null ? "–" : ago(then);
    }

    private String probe(@Nullable Instant then) {
        return then == null ? "–" : "in " + Ages.since(bench.clock().instant(), then);
    }

    private static String exact(Instant at) {
        return "since " + Ages.exact(at);
    }
}
