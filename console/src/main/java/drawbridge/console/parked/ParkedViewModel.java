package drawbridge.console.parked;

import drawbridge.console.client.ParkedQuery;
import drawbridge.console.client.TenantScope;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.Subscription;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.News;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Role;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// A list of open items of one kind, the one that is selected, and what can be done with it.
public final class ParkedViewModel {

    private static final int PAGE = 200;

    private final Workbench bench;
    private final ParkedKind kind;
    private final ParkedRows rows = new ParkedRows();
    private final ObservableList<ParkedRow> shownRows =
            FXCollections.unmodifiableObservableList(rows.all());
    private final ActionDesk desk;
    private final BulkViewModel bulk;
    private final PreviewViewModel preview;
    private Subscription news = Subscription.NONE;
    private Optional<ParkedRow.Key> selectedKey = Optional.empty();
    private Optional<String> nextPage = Optional.empty();

    /// Counts the loads, so that an answer that was overtaken is dropped.
    private int loads;

    public ParkedViewModel(Workbench bench, ParkedKind kind) {
        this.bench = bench;
        this.kind = kind;
        this.desk = new ActionDesk(bench, rows, this::over, this::reload);
        this.bulk = new BulkViewModel(bench, kind, rows);
        this.preview = new PreviewViewModel(bench);
        rows.all().addListener((ListChangeListener<ParkedRow>) _ -> refreshSelection());
        bench.scope().chosenProperty().addListener((_, _, _) -> restart());
        bench.link().meProperty().addListener((_, _, _) -> restart());
        decided.addListener((_, _, _) -> restart());
        bench.link().blockedProperty().addListener((_, _, _) -> desk.judge(selected.get()));
    }

    // Properties

    private final ReadOnlyObjectWrapper<Load<Integer>> load =
            new ReadOnlyObjectWrapper<>(new Load.Loading<>());
    private final ReadOnlyObjectWrapper<Optional<ParkedRow>> selected =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Load<ParkedDetail>> detail =
            new ReadOnlyObjectWrapper<>(new Load.Empty<>());
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
    private final StringProperty reason = new SimpleStringProperty("");
    private final BooleanProperty decided = new SimpleBooleanProperty();

    /// The open items, the oldest first.
    public ObservableList<ParkedRow> rows() {
        return shownRows;
    }

    /// How far the list has been loaded; ready holds the number of lines.
    public ReadOnlyObjectProperty<Load<Integer>> loadProperty() {
        return load.getReadOnlyProperty();
    }

    /// The line that is selected.
    public ReadOnlyObjectProperty<Optional<ParkedRow>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// What more is known of the selected item.
    public ReadOnlyObjectProperty<Load<ParkedDetail>> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /// Has the gateway more items than the list?
    public ReadOnlyBooleanProperty moreProperty() {
        return more.getReadOnlyProperty();
    }

    /// Why the person acts; goes into the history.
    public StringProperty reasonProperty() {
        return reason;
    }

    /// What can be done with the selected item, and why not.
    public ActionDesk desk() {
        return desk;
    }

    /// Whether those are shown that were decided, and not those that wait.
    public BooleanProperty decidedProperty() {
        return decided;
    }

    /// What can be done with many items.
    public BulkViewModel bulk() {
        return bulk;
    }

    /// What would come of an act on the selected item.
    public PreviewViewModel preview() {
        return preview;
    }

    /// Which kind of items these are.
    public ParkedKind kind() {
        return kind;
    }

    // Commands

    /// Loads, and follows the feed until hidden.
    public void shown() {
        news.cancel();
        news = bench.link().onNews(this::hear);
        reload();
    }

    /// Stops following.
    public void hidden() {
        news.cancel();
    }

    /// Loads the list again; the selection is kept.
    public void reload() {
        int mine = ++loads;
        bench.ask(
                ops -> ops.parked(query(Optional.empty())),
                page -> {
                    if (mine == loads) {
                        rows.replaceBy(page.items());
                        loaded(page);
                    }
                },
                trouble -> {
                    if (mine == loads && rows.all().isEmpty()) {
                        load.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
    }

    /// Adds the next page.
    public void loadMore() {
        int mine = loads;
        bench.ask(
                ops -> ops.parked(query(nextPage)),
                page -> {
                    if (mine == loads) {
                        page.items().forEach(rows::put);
                        loaded(page);
                    }
                },
                trouble -> bench.notices().bad(trouble.sentence()));
    }

    /// Selects a line.
    public void select(ParkedRow row) {
        if (selectedKey.filter(row.key()::equals).isEmpty()) {
            selectedKey = Optional.of(row.key());
            reason.set("");
            preview.forget();
            refreshSelection();
            loadDetail();
        }
    }

    /// Asks what would come of an act on the selected item.
    ///
    /// @param payload the payload as a person would send it; null: as it is
    public void look(ParkedAction action, @Nullable String payload) {
        selected.get().ifPresent(row -> preview.ask(row, action, payload));
    }

    /// What was told holds no more.
    public void forgetPreview() {
        preview.forget();
    }

    /// Marks the selected line, or takes its mark away.
    public void mark() {
        selected.get().ifPresent(bulk::mark);
    }

    /// Replays the selected item with another payload.
    public void edit(String payload) {
        selected.get().ifPresent(row -> desk.edit(row, payload, reason.get()));
    }

    /// Asks for an action on the selected item; nothing happens where it is not possible.
    public void act(ParkedAction action) {
        selected.get().ifPresent(row -> desk.act(row, action, reason.get()));
    }

    private ParkedQuery query(Optional<String> cursor) {
        return new ParkedQuery(
                kind,
                decided.get() ? ParkedState.RESOLVED : ParkedState.OPEN,
                bench.scope().scope(),
                cursor,
                PAGE);
    }

    private void restart() {
        bench.notices().sendNow();
        loads++;
        rows.all().clear();
        selectedKey = Optional.empty();
        refreshSelection();
        detail.set(new Load.Empty<>());
        load.set(new Load.Loading<>());
        if (bench.link().line().isPresent()) {
            reload();
        }
    }

    private void loaded(Page<Parked> page) {
        nextPage = Optional.ofNullable(page.next());
        more.set(nextPage.isPresent());
        count();
        if (selectedKey.isEmpty() && !rows.all().isEmpty()) {
            select(rows.all().getFirst());
        }
    }

    private void count() {
        int lines = rows.all().size();
        load.set(lines == 0 ? new Load.Empty<>() : new Load.Ready<>(lines));
    }

    private void hear(News heard) {
        switch (heard) {
            case News.LoadAgain() -> reload();
            case News.ItemParked(var item) -> {
                if (isMine(item)) {
                    rows.put(item);
                    count();
                }
            }
            case News.ItemUnparked(var item) -> {
                if (isMine(item)) {
                    desk.closed(item);
                }
            }
            case News.ActionMoved(var result) -> desk.moved(result);
            case News.Ticked(_), News.BreakerMoved(_), News.Unknown() -> {}
        }
    }

    private boolean isMine(Parked item) {
        if (decided.get()) {
            return false; // what happens now is about those that wait
        }
        TenantScope scope = bench.scope().scope();
        return item.kind() == kind && scope.holds(item.tenant());
    }

    /// A line is over and has been seen so: it goes, and the next one is selected in its place.
    private void over(ParkedRow.Key key) {
        int at = rows.indexOf(key);
        boolean wasSelected = selectedKey.filter(key::equals).isPresent();
        rows.remove(key);
        count();
        if (wasSelected && at >= 0) {
            if (rows.all().isEmpty()) {
                selectedKey = Optional.empty();
                refreshSelection();
                detail.set(new Load.Empty<>());
            } else {
                select(rows.all().get(Math.min(at, rows.all().size() - 1)));
            }
        }
    }

    private void refreshSelection() {
        selected.set(selectedKey.flatMap(rows::find));
        desk.judge(selected.get());
    }

    private void loadDetail() {
        Optional<ParkedRow.Key> asked = selectedKey;
        if (asked.isEmpty()) {
            return;
        }
        if (bench.link()
                .meProperty()
                .get()
                .filter(me -> me.role().reaches(Role.OPERATOR))
                .isEmpty()) {
            detail.set(new Load.Failed<>("Payload and history are shown to operators only."));
            return;
        }
        detail.set(new Load.Loading<>());
        bench.ask(
                ops -> ops.detail(asked.get().tenant(), asked.get().id()),
                answer -> {
                    if (asked.equals(selectedKey)) {
                        detail.set(new Load.Ready<>(answer));
                    }
                },
                trouble -> {
                    if (asked.equals(selectedKey)) {
                        detail.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
    }
}
