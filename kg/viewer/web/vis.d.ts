/** The part of vis-network 9.1 that the page uses; its script defines the global `vis`. */
declare namespace vis {
  type Id = string;
  type Point = { x: number; y: number };
  type Animation = { duration: number; easingFunction?: string } | boolean;
  type Item = { id: Id; [option: string]: unknown };
  type Node = { id: Id; x: number; y: number };

  class DataSet {
    constructor(items: Item[]);
    update(items: Item[]): Id[];
  }

  type Pointer = { nodes: Id[]; edges: Id[]; pointer: { DOM: Point } };

  class Network {
    constructor(
      container: HTMLElement,
      data: { nodes: DataSet; edges: DataSet },
      options: Record<string, unknown>,
    );
    body: { nodes: Record<Id, Node> };
    renderer: {
      _drawNodes(ctx: CanvasRenderingContext2D): { drawExternalLabels: null };
    };
    selectionHandler: {
      getNodeAt(point: Point, whole?: boolean): Node | Id | undefined;
      getEdgeAt(point: Point): undefined;
    };
    on(event: string, handler: (event: Pointer) => void): void;
    moveTo(options: { position?: Point; scale?: number; animation?: Animation }): void;
    getScale(): number;
    getViewPosition(): Point;
    getPositions(ids: Id[]): Record<Id, Point>;
    canvasToDOM(point: Point): Point;
    DOMtoCanvas(point: Point): Point;
    redraw(): void;
  }
}
