package drawbridge.console.shell;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Shows the content once it is there, and before that, or instead, says why it is not.
public final class LoadPane<T> extends StackPane {

    private final Node content;
    private final Ikon emptyIcon;
    private final EmptyWords emptyWords;
    private final FontIcon icon = new FontIcon();
    private final ProgressIndicator busy = new ProgressIndicator();
    private final Label title = new Label();
    private final Label sentence = Nodes.wrapped("");
    private final VBox words = new VBox(6, busy, icon, title, sentence);

    public LoadPane(
            ObservableValue<Load<T>> load,
            LinkViewModel link,
            Node content,
            Ikon emptyIcon,
            EmptyWords emptyWords) {
        this.content = content;
        this.emptyIcon = emptyIcon;
        this.emptyWords = emptyWords;
        getStyleClass().add("load-pane");
        words.getStyleClass().add("placeholder-words");
        words.setAlignment(Pos.CENTER);
        title.getStyleClass().add("placeholder-title");
        sentence.getStyleClass().add("placeholder-sentence");
        busy.setMaxSize(28, 28);
        busy.setFocusTraversable(false);
        getChildren().addAll(content, words);
        load.addListener((_, _, now) -> show(now, link.stateProperty().get()));
        link.stateProperty().addListener((_, _, now) -> show(load.getValue(), now));
        show(load.getValue(), link.stateProperty().get());
    }

    private void show(Load<T> load, LinkState link) {
        switch (load) {
            case Load.Ready<T>(_) -> {
                Nodes.present(content, true);
                words.setVisible(false);
            }
            case Load.Loading<T>() -> {
                if (link instanceof LinkState.Off) {
                    say(Feather.LINK_2, emptyWords.in(link));
                } else {
                    say(null, new EmptyWords("Loading…", ""));
                }
            }
            case Load.Empty<T>() ->
                    say(link.isLive() ? emptyIcon : Feather.WIFI_OFF, emptyWords.in(link));
            case Load.Failed<T>(var why) ->
                    say(Feather.ALERT_TRIANGLE, new EmptyWords("Not available", why));
        }
    }

    private void say(@Nullable Ikon shown, EmptyWords said) {
        Nodes.present(content, false);
        words.setVisible(true);
        Nodes.present(busy, shown == null);
        Nodes.present(icon, shown != null);
        if (shown != null) {
            icon.setIconCode(shown);
        }
        title.setText(said.title());
        sentence.setText(said.sentence());
        Nodes.present(sentence, !said.sentence().isEmpty());
    }
}
