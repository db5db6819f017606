package drawbridge.console.parked;

import drawbridge.console.client.TenantScope;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.ItemSeen;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.Role;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Does the same to many items: to those that are marked, to those like the selected one, or to all
/// of a kind. Nothing is done before the gateway has told what it would reach, and a person has
/// said yes.
public final class BulkViewModel {

    /// Which items are meant.
    public enum Choice {
        MARKED,
        LIKE_THIS,
        ALL
    }

    /// How far a wish has come.
    public sealed interface Stage {

        /// Nothing is wished for.
        record Off() implements Stage {}

        /// The gateway is asked what it would reach.
        record Asking(String what) implements Stage {}

        /// It has told, and waits for a yes.
        record Told(String what, ParkedAction action, JobPreview preview) implements Stage {}

        record Failed(String sentence) implements Stage {}
    }

    private record Wanted(String what, JobWish wish) {}

    private final Workbench bench;
    private final ParkedKind kind;
    private final ParkedRows rows;
    private Optional<Wanted> wanted = Optional.empty();
    private int asked;

    BulkViewModel(Workbench bench, ParkedKind kind, ParkedRows rows) {
        this.bench = bench;
        this.kind = kind;
        this.rows = rows;
        bench.link().blockedProperty().addListener((_, _, _) -> judge());
        bench.link().meProperty().addListener((_, _, _) -> judge());
        judge();
    }

    // Properties

    private final ObservableSet<ParkedRow.Key> marked = FXCollections.observableSet();
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(new Stage.Off());
    private final ReadOnlyStringWrapper whyNot = new ReadOnlyStringWrapper("");
    private final StringProperty reason = new SimpleStringProperty("");

    /// The items that are marked; they stay so while the list changes.
    public ObservableSet<ParkedRow.Key> marked() {
        return marked;
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /// Why nothing can be wished for; empty if it can.
    public ReadOnlyStringProperty whyNotProperty() {
        return whyNot.getReadOnlyProperty();
    }

    /// Why the person does it; goes into the history of each item.
    public StringProperty reasonProperty() {
        return reason;
    }

    // Commands

    /// Marks an item, or takes the mark away.
    public void mark(ParkedRow row) {
        if (!marked.remove(row.key())) {
            marked.add(row.key());
        }
    }

    /// Takes all marks away.
    public void unmarkAll() {
        marked.clear();
    }

    /// Asks the gateway what the act would reach.
    ///
    /// @param like the item that the others are to be like
    public void ask(ParkedAction action, Choice choice, Optional<ParkedRow> like) {
        if (!whyNot.get().isEmpty()) {
            stage.set(new Stage.Failed(whyNot.get()));
            return;
        }
        Optional<Wanted> wish = wish(action, choice, like.map(ParkedRow::item));
        if (wish.isEmpty()) {
            stage.set(
                    new Stage.Failed(
                            choice == Choice.MARKED
                                    ? "Nothing is marked. X marks the line under the cursor."
                                    : "Nothing is selected."));
            return;
        }
        wanted = wish;
        int mine = ++asked;
        Wanted now = wish.get();
        stage.set(new Stage.Asking(now.what()));
        bench.ask(
                ops -> ops.preview(now.wish()),
                preview -> {
                    if (mine == asked) {
                        stage.set(new Stage.Told(now.what(), action, preview));
                    }
                },
                trouble -> {
                    if (mine == asked) {
                        stage.set(new Stage.Failed(trouble.sentence()));
                    }
                });
    }

    /// Starts what was told.
    public void confirm() {
        if (!(stage.get() instanceof Stage.Told) || wanted.isEmpty()) {
            return;
        }
        Wanted now = wanted.get();
        JobWish wish = now.wish();
        JobWish signed =
                new JobWish(
                        wish.action(),
                        wish.tenant(),
                        wish.kind(),
                        wish.flow(),
                        wish.cause(),
                        wish.about(),
                        wish.items(),
                        reason.get().isBlank() ? null : reason.get().strip());
        String key = UUID.randomUUID().toString();
        stage.set(new Stage.Asking(now.what()));
        bench.ask(
                ops -> ops.start(signed, key),
                this::started,
                trouble -> stage.set(new Stage.Failed(trouble.sentence())));
    }

    /// Lets it be.
    public void drop() {
        asked++;
        wanted = Optional.empty();
        stage.set(new Stage.Off());
    }

    private void started(List<Job> jobs) {
        long items = jobs.stream().mapToLong(Job::total).sum();
        bench.notices()
                .good(
                        items == 0
                                ? "Nothing was left to be done."
                                : "The gateway carries it out: %d items. See Jobs."
                                        .formatted(items));
        marked.clear();
        reason.set("");
        drop();
    }

    private Optional<Wanted> wish(ParkedAction action, Choice choice, Optional<Parked> like) {
        String scope = bench.scope().scope() instanceof TenantScope.One(var tenant) ? tenant : null;
        String kinds = kind == ParkedKind.CONFLICT ? "conflicts" : "dead letters";
        return switch (choice) {
            case MARKED -> {
                List<ItemSeen> items =
                        rows.all().stream()
                                .filter(row -> marked.contains(row.key()))
                                .map(ParkedRow::item)
                                .map(p -> new ItemSeen(p.tenant(), p.id(), p.version()))
                                .toList();
                yield items.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Wanted(
                                        items.size() + " marked " + kinds,
                                        wish(action, scope, null, null, null, items)));
            }
            case LIKE_THIS ->
                    like.map(
                            item ->
                                    new Wanted(
                                            "all %s of %s like this: %s"
                                                    .formatted(kinds, item.flow(), about(item)),
                                            wish(
                                                    action,
                                                    scope,
                                                    item.flow(),
                                                    item.reason(),
                                                    aboutOrNull(item),
                                                    null)));
            case ALL ->
                    Optional.of(
                            new Wanted(
                                    "all " + kinds + (scope == null ? "" : " of " + scope),
                                    wish(action, scope, null, null, null, null)));
        };
    }

    private JobWish wish(
            ParkedAction action,
            @Nullable String tenant,
            @Nullable String flow,
            @Nullable String cause,
            @Nullable String about,
            @Nullable List<ItemSeen> items) {
        return new JobWish(action, tenant, kind, flow, cause, about, items, null);
    }

    private static String about(Parked item) {
        String about = aboutOrNull(item);
        return about == null ? item.reason() : item.reason() + ", " + about;
    }

    private static @Nullable String aboutOrNull(Parked item) {
        return item.field() != null ? item.field() : item.group();
    }

    private void judge() {
        String blocked = bench.link().blockedProperty().get();
        boolean operator =
                bench.link()
                        .meProperty()
                        .get()
                        .filter(me -> me.role().reaches(Role.OPERATOR))
                        .isPresent();
        whyNot.set(
                !blocked.isEmpty() ? blocked : operator ? "" : "Only operators may act on items.");
    }
}
