package dev.burnish.formatting.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    private final Languages languages = new Languages();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | I ordered the lamp two weeks ago and it has still not arrived, can you tell me where it is?
            de | Ich habe die Lampe vor zwei Wochen bestellt und sie ist noch nicht da, können Sie mir bitte helfen?
            fr | J'ai commandé la lampe il y a deux semaines et elle n'est pas arrivée, pouvez-vous me dire où elle est ?
            es | Pedí la lámpara hace dos semanas y todavía no ha llegado, ¿me puede decir qué pasa con el pedido?
            it | Ho ordinato la lampada due settimane fa e non è ancora arrivata, mi può dire che cosa è successo con il pacco?
            pt | Encomendei o candeeiro há duas semanas e ainda não chegou, pode dizer-me o que se passa com a encomenda?
            nl | Ik heb de lamp twee weken geleden besteld en het pakket is er nog niet, kunt u mij zeggen waar het is?
            pl | Zamówiłem lampę dwa tygodnie temu i nie ma jej do dziś, czy może mi pan powiedzieć, co się z nią dzieje?
            ru | Я заказал лампу две недели назад, и она до сих пор не пришла, вы можете сказать, что с ней и где она?
            ja | 二週間前にランプを注文しましたが、まだ届いていません。どこにあるか教えてください。
            zh | 我两个星期前订购了这盏灯，但是到现在还没有收到，请告诉我它在哪里。
            ko | 이 주 전에 램프를 주문했는데 아직 도착하지 않았습니다. 어디에 있는지 알려 주세요.
            ar | طلبت المصباح منذ أسبوعين ولم يصل بعد، هل يمكنك أن تخبرني أين هو؟
            """)
    void tellsTheLanguageOfASentence(String language, String text) {
        assertThat(languages.of(text)).isEqualTo(language);
    }

    @Test
    void saysNothingOfWhatTellsTooLittle() {
        assertThat(languages.of("ok")).isEmpty();
        assertThat(languages.of("{\"kind\":\"payment\",\"product\":\"Nimbus Router\"}"))
                .isEmpty();
        assertThat(languages.of("0123456789 ---")).isEmpty();
    }
}
