package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EmptyCatalogTest {

    @Test
    void isWorthNothing() {
        assertEquals(0, new Catalog().value("tea"));
    }

    @Test
    void isWorthWhatIsAdded() {
        Catalog catalog = new Catalog();
        catalog.value("tea");
        catalog.add("tea", 1, 1);
    }
}
