// Draws the rows of the flame graph that are in sight, and of those the boxes that have a pixel of their own.
const rowHeight = 21;
const smallestBox = 0.7;
const font = '11.5px ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

// scene: layout, low and high (the part in sight, in units of the value), width, height, top (scrolled away), theme, matches, chosen, hovered,
// cursor and hasRing (the keyboard's place, and whether it is shown), zoomed
function paint(context, scene) {
    const colors = palettes[scene.theme];
    context.fillStyle = colors.background;
    context.fillRect(0, 0, scene.width, scene.height);
    context.font = font;
    context.textBaseline = 'middle';
    scene.characterWidth ??= context.measureText('0').width;
    const first = Math.floor(scene.top / rowHeight);
    const last = Math.min(scene.layout.levels.length - 1, Math.floor((scene.top + scene.height) / rowHeight));
    for (let depth = first; depth <= last; depth++) {
        paintLevel(context, scene, colors, depth);
    }
}

function paintLevel(context, scene, colors, depth) {
    const { layout, low, high } = scene;
    const level = layout.levels[depth] ?? [];
    const y = depth * rowHeight - scene.top;
    const scale = scene.width / (high - low);
    let crowd = null;
    for (let i = Math.max(0, indexAt(layout, level, low)); i < level.length && layout.start[level[i]] < high; i++) {
        const node = level[i];
        const left = Math.max(0, (layout.start[node] - low) * scale);
        const right = Math.min(scene.width, (layout.start[node] + layout.tree.size[node] - low) * scale);
        if (right <= 0) {
            continue;
        }

        if (right - left < smallestBox) {
            crowd = growCrowd(crowd, left, right, context, colors, y);
        } else {
            paintBox(context, scene, colors, node, left, right, y);
        }
    }

    paintCrowd(context, colors, crowd, y);
}

// Boxes too narrow to be told apart become one strip: left out, they would look like time that nobody spent.
function growCrowd(crowd, left, right, context, colors, y) {
    if (crowd !== null && left - crowd.right < smallestBox) {
        crowd.right = right;
        return crowd;
    }

    paintCrowd(context, colors, crowd, y);
    return { left, right };
}

function paintCrowd(context, colors, crowd, y) {
    if (crowd !== null) {
        context.fillStyle = colors.many;
        context.fillRect(crowd.left, y + 1, Math.max(smallestBox, crowd.right - crowd.left), rowHeight - 1);
    }
}

function paintBox(context, scene, colors, node, left, right, y) {
    const width = right - left > 3 ? right - left - 1 : right - left;
    const isDim = scene.matches !== null && !(scene.layout.tree.functionOf[node] >= 0 && scene.matches[scene.layout.tree.functionOf[node]]);
    context.globalAlpha = isNearerToRoot(scene.layout.tree, node, scene.zoomed) ? 0.55 : 1;
    context.fillStyle = fillOf(scene, colors, node, isDim);
    context.fillRect(left, y + 1, width, rowHeight - 1);
    context.globalAlpha = 1;
    paintMarks(context, scene, colors, node, left, width, y);
    paintName(context, scene, isDim ? colors.faded : colors.text, node, left, width, y);
}

function fillOf(scene, colors, node, isDim) {
    const { view, total, base, functionOf } = scene.layout.tree;
    if (scene.matches !== null) {
        return isDim ? colors.dim : colors.match;
    }

    if (view.isDifference) {
        return colorOfChange(scene.theme, total[node], base[node]);
    }

    if (functionOf[node] < 0) {
        return colors.root;
    }

    return view.hasNegative ? (total[node] < 0 ? colors.less : colors.more) : colorOfFunction(scene.theme, view.model, functionOf[node]);
}

// What leads to the zoomed node.
function isNearerToRoot({ row }, node, zoomed) {
    return Math.abs(row[node] - row[0]) < Math.abs(row[zoomed] - row[0]);
}

// A line below what stands for a loss, a frame around the chosen function and around the place of keyboard and pointer.
function paintMarks(context, scene, colors, node, left, width, y) {
    const { tree } = scene.layout;
    if (tree.functionOf[node] >= 0 && isMarker(nameOf(tree, node))) {
        context.fillStyle = colors.stripe;
        context.fillRect(left, y + rowHeight - 2, width, 2);
    }

    const hasRing = scene.hasRing ? node === scene.cursor : node === scene.hovered;
    if (hasRing || (tree.functionOf[node] >= 0 && tree.functionOf[node] === scene.chosen)) {
        context.lineWidth = hasRing ? 2 : 1.25;
        context.strokeStyle = hasRing ? colors.ring : colors.chosen;
        context.strokeRect(left + 1, y + 2, Math.max(0, width - 2), rowHeight - 3);
    }
}

function paintName(context, scene, color, node, left, width, y) {
    const characters = Math.floor((width - 8) / scene.characterWidth);
    if (characters >= 2) {
        context.fillStyle = color;
        context.fillText(fittingName(nameOf(scene.layout.tree, node), characters), left + 4, y + 1 + rowHeight / 2, width - 6);
    }
}
