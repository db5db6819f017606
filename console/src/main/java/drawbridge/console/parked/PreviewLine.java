package drawbridge.console.parked;

import drawbridge.console.shell.Load;
import drawbridge.console.shell.Nodes;
import drawbridge.opsapi.Preview;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What would come of an act, in a sentence, with what would be sent; away while nothing was asked.
public final class PreviewLine extends HBox {

    private final FontIcon icon = new FontIcon(Feather.EYE);
    private final Label sentence = Nodes.wrapped("");
    private final Label content = Nodes.wrapped("");

    public PreviewLine(PreviewViewModel model, String id) {
        super(9);
        sentence.setId(id);
        content.setId(id + "-content");
        content.getStyleClass().add("payload");
        var said = new VBox(4, sentence, content);
        HBox.setHgrow(said, Priority.ALWAYS);
        getChildren().addAll(icon, said);
        model.toldProperty().subscribe(this::show);
    }

    private void show(Load<Preview> load) {
        Nodes.present(this, !(load instanceof Load.Empty<Preview>));
        String sent = "";
        switch (load) {
            case Load.Empty<Preview>() -> sentence.setText("");
            case Load.Loading<Preview>() -> {
                sentence.setText("The gateway looks what would come of it…");
                dress("", Feather.EYE);
            }
            case Load.Failed<Preview>(var why) -> {
                sentence.setText(why);
                dress("bad", Feather.ALERT_TRIANGLE);
            }
            case Load.Ready<Preview>(var told) -> {
                sentence.setText(told.sentence());
                sent = told.content() == null ? "" : told.content();
                switch (told.kind()) {
                    case WRITES, SETTLES -> dress("good", Feather.CHECK);
                    case PARKS -> dress("bad", Feather.ALERT_TRIANGLE);
                    case WAITS, OTHER -> dress("", Feather.CLOCK);
                }
            }
        }
        content.setText(sent);
        Nodes.present(content, !sent.isEmpty());
    }

    private void dress(String style, Feather shown) {
        getStyleClass().setAll("progress-line", style);
        icon.setIconCode(shown);
    }
}
