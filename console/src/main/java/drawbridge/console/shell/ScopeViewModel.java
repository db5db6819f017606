package drawbridge.console.shell;

import drawbridge.console.client.TenantScope;
import drawbridge.opsapi.TenantSummary;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.List;

/// Which tenants the person looks at; kept from screen to screen.
public final class ScopeViewModel {

    /// One line of the choice.
    public record Choice(TenantScope scope, String name) {
        /// Whether it stands for every tenant.
        public boolean isAll() {
            return scope instanceof TenantScope.All;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Choice ALL = new Choice(new TenantScope.All(), "All tenants");

    private final ObservableList<Choice> choices = FXCollections.observableArrayList(ALL);
    private final ObservableList<Choice> shownChoices =
            FXCollections.unmodifiableObservableList(choices);
    private final ObjectProperty<Choice> chosen = new SimpleObjectProperty<>(ALL);

    // Properties

    /// What can be chosen; all tenants first.
    public ObservableList<Choice> choices() {
        return shownChoices;
    }

    /// What is chosen.
    public ObjectProperty<Choice> chosenProperty() {
        return chosen;
    }

    /// The scope that is chosen.
    public TenantScope scope() {
        return chosen.get().scope();
    }

    // Commands

    /// Learns the tenants there are; the choice is kept as long as it exists.
    public void learn(List<TenantSummary> tenants) {
        var next = new ArrayList<Choice>();
        next.add(ALL);
        tenants.forEach(t -> next.add(new Choice(new TenantScope.One(t.tenant()), t.name())));
        if (!next.equals(choices)) {
            Choice kept = next.contains(chosen.get()) ? chosen.get() : ALL;
            choices.setAll(next);
            chosen.set(kept);
        }
    }

    /// Looks at one tenant alone.
    public void choose(String tenant) {
        choices.stream()
                .filter(choice -> choice.scope().equals(new TenantScope.One(tenant)))
                .findFirst()
                .ifPresent(chosen::set);
    }
}
