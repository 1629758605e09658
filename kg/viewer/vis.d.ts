/** The part of vis-network 9.1 that the page uses; its script defines the global `vis`. */
declare namespace vis {
  type Id = string;
  type Point = { x: number; y: number };
  type Animation = { duration: number; easingFunction?: string } | boolean;
  type Item = { id: Id; [option: string]: unknown };

  class DataSet {
    constructor(items: Item[]);
    update(items: Item[]): Id[];
  }

  type Pointer = { nodes: Id[]; edges: Id[]; node?: Id; edge?: Id; pointer: { DOM: Point } };

  class Network {
    constructor(
      container: HTMLElement,
      data: { nodes: DataSet; edges: DataSet },
      options: Record<string, unknown>,
    );
    body: { edges: Record<Id, { edgeType: { getPoint(part: number): Point } }> };
    on(event: "afterDrawing", handler: (ctx: CanvasRenderingContext2D) => void): void;
    on(event: string, handler: (event: Pointer) => void): void;
    fit(options?: { nodes?: Id[]; animation?: Animation; maxZoomLevel?: number }): void;
    moveTo(options: { position?: Point; scale?: number; animation?: Animation }): void;
    getScale(): number;
    getViewPosition(): Point;
    getPositions(): Record<Id, Point>;
    canvasToDOM(point: Point): Point;
    selectNodes(ids: Id[], highlightEdges?: boolean): void;
    selectEdges(ids: Id[]): void;
    unselectAll(): void;
    redraw(): void;
  }
}
